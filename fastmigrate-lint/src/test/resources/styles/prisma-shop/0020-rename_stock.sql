-- AlterTable
ALTER TABLE "Product" RENAME COLUMN "stock" TO "onHand";
