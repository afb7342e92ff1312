DROP VIEW IF EXISTS shop_prices;
CREATE VIEW shop_prices AS SELECT '${shop}' AS shop, title, price FROM prices;
