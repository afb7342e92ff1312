ALTER TABLE customer_order ADD COLUMN currency CHAR(3) NOT NULL DEFAULT '${currency}';
INSERT INTO product (category_id, name, price) VALUES (3, 'Leaves of Grass', 12.50);
INSERT INTO customer (email, full_name) VALUES ('ada@example.org', 'Ada');
INSERT INTO customer_order (customer_id) VALUES (1);
INSERT INTO order_line VALUES (1, 1, 2, 12.50);
