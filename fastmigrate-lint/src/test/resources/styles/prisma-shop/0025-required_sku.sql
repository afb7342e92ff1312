-- AlterTable
ALTER TABLE "Product" ADD COLUMN "sku" TEXT NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Product_sku_key" ON "Product"("sku");
