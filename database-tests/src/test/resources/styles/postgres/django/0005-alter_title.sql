--
-- Alter field title on product
--
ALTER TABLE "shop_product" ALTER COLUMN "title" TYPE varchar(300);
--
-- Alter field price on product
--
ALTER TABLE "shop_product" ALTER COLUMN "price" TYPE numeric(12, 2);
