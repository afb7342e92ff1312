CREATE TABLE "tasks" ("id" bigserial primary key, "project_id" bigint, "assignee_id" bigint, "title" character varying(120) NOT NULL, "notes" text, "due_on" date, "state" character varying DEFAULT 'open' NOT NULL, "created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL);
CREATE INDEX "index_tasks_on_project_id" ON "tasks" ("project_id");
CREATE INDEX "index_tasks_on_state_and_due_on" ON "tasks" ("state", "due_on");
