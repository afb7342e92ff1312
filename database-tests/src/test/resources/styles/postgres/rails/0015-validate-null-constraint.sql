ALTER TABLE "tasks" VALIDATE CONSTRAINT "tasks_creator_id_null";
ALTER TABLE "tasks" ALTER COLUMN "creator_id" SET NOT NULL;
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_creator_id_null";
