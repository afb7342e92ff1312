ALTER TABLE "tasks" ADD CONSTRAINT "fk_rails_02e851e3b7" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") NOT VALID;
ALTER TABLE "tasks" ADD CONSTRAINT "fk_rails_9f3a2c1b44" FOREIGN KEY ("assignee_id") REFERENCES "users" ("id") NOT VALID;
