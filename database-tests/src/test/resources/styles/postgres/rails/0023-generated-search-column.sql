ALTER TABLE "tasks" ADD "searchable" tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce("title", '') || ' ' || coalesce("description", ''))) STORED;
CREATE INDEX "index_tasks_on_searchable" ON "tasks" USING gin ("searchable");
