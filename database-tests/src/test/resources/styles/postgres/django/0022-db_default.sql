--
-- Add field created to product
--
ALTER TABLE "shop_product" ADD COLUMN "created" timestamp with time zone DEFAULT (STATEMENT_TIMESTAMP()) NOT NULL;
--
-- Add field key to order
--
ALTER TABLE "shop_order" ADD COLUMN "key" uuid DEFAULT '6c84fb90-12c4-11e1-840d-7b25c5ee775a'::uuid NOT NULL UNIQUE;
