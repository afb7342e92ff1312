ALTER TABLE "user" ADD COLUMN state VARCHAR(10) DEFAULT 'active' NOT NULL;
UPDATE "user" SET state = 'disabled' WHERE NOT is_active;
ALTER TABLE "user" DROP COLUMN is_active;
