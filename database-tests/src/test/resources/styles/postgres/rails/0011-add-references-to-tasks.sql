ALTER TABLE "tasks" ADD "creator_id" bigint;
CREATE INDEX "index_tasks_on_creator_id" ON "tasks" ("creator_id");
ALTER TABLE "tasks" ADD CONSTRAINT "fk_rails_5ab8a0f2cc"
FOREIGN KEY ("creator_id")
  REFERENCES "users" ("id");
