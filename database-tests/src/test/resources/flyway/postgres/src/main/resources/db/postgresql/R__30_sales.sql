DROP MATERIALIZED VIEW IF EXISTS sales;
CREATE MATERIALIZED VIEW sales AS
SELECT p.id, category_path(p.category_id) AS path, sum(l.quantity) AS sold
FROM product p
LEFT JOIN order_line l ON l.product_id = p.id
GROUP BY p.id;
CREATE UNIQUE INDEX ix_sales ON sales (id);
