--
-- Add field phone to customer
--
ALTER TABLE "shop_customer" ADD COLUMN "phone" varchar(30) DEFAULT '' NOT NULL;
ALTER TABLE "shop_customer" ALTER COLUMN "phone" DROP DEFAULT;
