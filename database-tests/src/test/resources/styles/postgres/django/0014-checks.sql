--
-- Create constraint price_positive on model product
--
ALTER TABLE "shop_product" ADD CONSTRAINT "price_positive" CHECK ("price" > 0);
--
-- Create constraint one_open_order on model order
--
CREATE UNIQUE INDEX "one_open_order" ON "shop_order" ("customer_id") WHERE "state" = 'open';
