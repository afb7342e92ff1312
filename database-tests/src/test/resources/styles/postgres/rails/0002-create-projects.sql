CREATE TABLE "projects" ("id" bigserial primary key, "name" character varying, "owner_id" bigint NOT NULL, "created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL, CONSTRAINT "fk_rails_219ef9bf7d"
FOREIGN KEY ("owner_id")
  REFERENCES "users" ("id")
);
CREATE INDEX "index_projects_on_owner_id" ON "projects" ("owner_id");
