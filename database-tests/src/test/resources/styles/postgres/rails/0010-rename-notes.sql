ALTER TABLE "tasks" RENAME COLUMN "notes" TO "description";
