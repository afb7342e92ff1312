CREATE SCHEMA shop;
CREATE DOMAIN shop.email AS VARCHAR(80) CHECK (VALUE LIKE '%@%');
CREATE SEQUENCE shop.number START WITH 42 INCREMENT BY 7;
CREATE TABLE shop.customer (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name VARCHAR(80) NOT NULL, mail shop.email, photo BLOB, doc CLOB, bin VARBINARY(20), st ENUM('draft', 'it''s live'), tags VARCHAR(20) ARRAY, u UUID, at TIMESTAMP WITH TIME ZONE, "odd;na'me$x" VARCHAR(20), up VARCHAR(80) GENERATED ALWAYS AS (UPPER(name)));
COMMENT ON TABLE shop.customer IS 'people; who "buy" -- it''s /* fine';
CREATE TABLE shop.orders (id INT PRIMARY KEY, customer_id INT REFERENCES shop.customer (id), total DECIMAL(10, 2) CHECK (total >= 0));
CREATE INDEX shop.orders_total ON shop.orders (total);
CREATE VIEW shop.v AS SELECT c.name, COUNT(*) AS n FROM shop.customer c JOIN shop.orders o ON o.customer_id = c.id GROUP BY c.name;
CREATE TABLE empty_one (a INT);
INSERT INTO shop.customer (name, mail, photo, doc, bin, st, tags, u, at, "odd;na'me$x") VALUES
 (U&'tab\0009here', 'a@b', X'00ff5c2e0a', U&'line\000abreak;', X'00', 'it''s live', ARRAY['a,b', NULL, 'c"d'], 'f47ac10b-58cc-4372-a567-0e02b2c3d479', '2020-01-01 10:00:00+02', 'x;y'),
 ('Grüße 価格 😀 -- no; /* no */ $$', NULL, NULL, NULL, X'', NULL, NULL, NULL, NULL, '\.');
UPDATE shop.customer SET photo = CAST(REPEAT('00ff', 3000) AS BLOB), doc = REPEAT('long; it''s ', 3000) WHERE id = 1;
INSERT INTO shop.orders VALUES (1, 1, 3.5), (2, 2, 0);
ALTER SEQUENCE shop.number RESTART WITH 777;
