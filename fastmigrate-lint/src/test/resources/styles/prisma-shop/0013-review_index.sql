-- CreateIndex
CREATE INDEX "Review_productId_idx" ON "Review"("productId");
