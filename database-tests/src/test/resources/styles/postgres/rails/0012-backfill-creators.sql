UPDATE "tasks" SET "creator_id" = "projects"."owner_id" FROM "projects" WHERE "projects"."id" = "tasks"."project_id" AND "tasks"."creator_id" IS NULL;
