ALTER TABLE "workspaces" DROP COLUMN "position";
DROP INDEX "index_projects_on_name";
