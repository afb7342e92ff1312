DROP INDEX IF EXISTS "shop_category_slug_7a2f11";
DROP INDEX IF EXISTS "shop_category_slug_7a2f11_like";
