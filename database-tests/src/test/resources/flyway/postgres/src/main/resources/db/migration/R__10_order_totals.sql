DROP VIEW IF EXISTS order_totals CASCADE;
CREATE VIEW order_totals AS
SELECT o.id, o.customer_id, o.currency, sum(l.quantity * l.price) AS net, with_tax(sum(l.quantity * l.price)) AS gross
FROM customer_order o
JOIN order_line l ON l.order_id = o.id
GROUP BY o.id;
