--
-- Remove field phone from customer
--
ALTER TABLE "shop_customer" DROP COLUMN "phone" CASCADE;
