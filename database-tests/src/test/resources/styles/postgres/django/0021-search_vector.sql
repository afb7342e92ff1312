--
-- Add field search to product
--
ALTER TABLE "shop_product" ADD COLUMN "search" tsvector GENERATED ALWAYS AS (to_tsvector('simple', "title")) STORED;
CREATE INDEX "shop_product_search_gin" ON "shop_product" USING gin ("search");
