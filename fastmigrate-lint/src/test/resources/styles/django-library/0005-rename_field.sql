ALTER TABLE "library_member" RENAME COLUMN "joined" TO "joined_at";
