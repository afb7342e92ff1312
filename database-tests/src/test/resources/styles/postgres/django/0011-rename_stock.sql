--
-- Rename field stock on product to units
--
ALTER TABLE "shop_product" RENAME COLUMN "stock" TO "units";
