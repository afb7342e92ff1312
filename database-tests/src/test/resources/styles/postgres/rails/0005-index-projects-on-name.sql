CREATE INDEX CONCURRENTLY "index_projects_on_name" ON "projects" ("name");
