CREATE TABLE "memberships" ("id" bigserial primary key, "user_id" bigint NOT NULL, "project_id" bigint NOT NULL, "role" integer DEFAULT 0 NOT NULL, "created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL);
CREATE INDEX "index_memberships_on_user_id" ON "memberships" ("user_id");
CREATE UNIQUE INDEX "index_memberships_on_project_id_and_user_id" ON "memberships" ("project_id", "user_id");
ALTER TABLE "memberships" ADD CONSTRAINT "fk_rails_99326fb65d" FOREIGN KEY ("user_id") REFERENCES "users" ("id");
ALTER TABLE "memberships" ADD CONSTRAINT "fk_rails_1e2a0f3b7c" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON DELETE CASCADE;
