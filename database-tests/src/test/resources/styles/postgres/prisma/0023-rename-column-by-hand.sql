-- AlterTable
ALTER TABLE "Post" RENAME COLUMN "published" TO "isPublished";
