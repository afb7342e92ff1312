ALTER TABLE "tasks" ADD CONSTRAINT "tasks_creator_id_null" CHECK ("creator_id" IS NOT NULL) NOT VALID;
