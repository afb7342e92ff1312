--
-- Raw SQL operation
--
UPDATE shop_category SET slug = lower(slug);
--
-- Alter field slug on category
--
ALTER TABLE "shop_category" ADD CONSTRAINT "shop_category_slug_7a2f11_uniq" UNIQUE ("slug");
