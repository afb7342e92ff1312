DELETE FROM "appointments" WHERE NOT EXISTS (SELECT 1 FROM "patients" WHERE "patients"."id" = "appointments"."patient_id");
DELETE FROM "notes";
