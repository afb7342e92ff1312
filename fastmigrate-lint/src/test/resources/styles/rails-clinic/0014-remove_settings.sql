ALTER TABLE "users" DROP COLUMN "settings";
INSERT INTO schema_migrations VALUES ('20240301120000');
