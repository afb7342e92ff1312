UPDATE "library_loan" SET "returned" = 1 WHERE "library_loan"."due" < '2020-01-01';
INSERT INTO "library_reader" ("id", "joined_at", "active", "preferences") SELECT lower(hex(randomblob(16))), datetime('now'), 0, '{}' WHERE NOT EXISTS (SELECT 1 FROM "library_reader");
