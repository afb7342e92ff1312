CREATE VIEW "open_tasks" AS SELECT "id", "title", "project_id" FROM "tasks" WHERE "state" = 'open';
