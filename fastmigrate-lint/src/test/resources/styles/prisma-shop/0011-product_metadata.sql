-- AlterTable
ALTER TABLE "Product" ADD COLUMN "metadata" JSONB;
ALTER TABLE "Product" ADD COLUMN "imageUrls" TEXT NOT NULL DEFAULT '[]';
