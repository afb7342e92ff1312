ALTER TABLE "projects" RENAME TO "workspaces";
ALTER SEQUENCE "public"."projects_id_seq" RENAME TO "workspaces_id_seq";
ALTER INDEX "projects_pkey" RENAME TO "workspaces_pkey";
ALTER INDEX "index_projects_on_owner_id" RENAME TO "index_workspaces_on_owner_id";
