UPDATE "appointments" SET "state" = 2 WHERE "appointments"."starts_at" < '2023-01-01';
UPDATE "patients" SET "email" = LOWER(TRIM("email"));
