ALTER TABLE "memberships" DROP COLUMN "role" CASCADE;
DROP TABLE "labels_tasks" CASCADE;
