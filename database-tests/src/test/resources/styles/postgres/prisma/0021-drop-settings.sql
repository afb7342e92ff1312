-- DropIndex
DROP INDEX "Post_published_createdAt_idx";

-- AlterTable
ALTER TABLE "Profile" DROP COLUMN "settings";
