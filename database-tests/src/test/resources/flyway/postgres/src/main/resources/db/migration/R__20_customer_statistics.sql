-- What ${shop} has sold to whom.
CREATE OR REPLACE VIEW customer_statistics AS
SELECT c.id, c.full_name, '${shop}' AS shop, count(t.id) AS orders, coalesce(sum(t.gross), 0) AS gross
FROM customer c
LEFT JOIN order_totals t ON t.customer_id = c.id
GROUP BY c.id;
