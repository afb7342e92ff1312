--
-- Add field note to order
--
ALTER TABLE "shop_order" ADD COLUMN "note" text NULL;
--
-- Alter field state on order
--
ALTER TABLE "shop_order" ALTER COLUMN "state" TYPE varchar(8);
