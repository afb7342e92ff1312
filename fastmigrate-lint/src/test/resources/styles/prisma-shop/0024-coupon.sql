-- CreateTable
CREATE TABLE "Coupon" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "percent" INTEGER NOT NULL,
    "validUntil" DATETIME
);

-- AlterTable
ALTER TABLE "Order" ADD COLUMN "couponCode" TEXT CONSTRAINT "Order_couponCode_fkey" REFERENCES "Coupon" ("code") ON DELETE SET NULL ON UPDATE CASCADE;
