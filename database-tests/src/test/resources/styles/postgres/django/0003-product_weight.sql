--
-- Add field weight to product
--
ALTER TABLE "shop_product" ADD COLUMN "weight" integer DEFAULT 0 NOT NULL CHECK ("weight" >= 0);
ALTER TABLE "shop_product" ALTER COLUMN "weight" DROP DEFAULT;
