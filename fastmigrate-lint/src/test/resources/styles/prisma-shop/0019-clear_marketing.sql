-- AlterTable
ALTER TABLE "User" DROP COLUMN "marketing";
ALTER TABLE "User" ADD COLUMN "newsletter" TEXT NOT NULL DEFAULT 'none';
