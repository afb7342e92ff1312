CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('draft', 'it''s live');
CREATE SEQUENCE shop.number START 42 INCREMENT 7;
CREATE TABLE shop.customer (id INTEGER DEFAULT nextval('shop.number') PRIMARY KEY, name VARCHAR NOT NULL, photo BLOB, st shop.state, tags VARCHAR[], p STRUCT(a INTEGER, b VARCHAR), seen TIMESTAMPTZ, big HUGEINT, "odd;na'me$x" VARCHAR);
COMMENT ON TABLE shop.customer IS 'people; who "buy" -- it''s /* fine';
CREATE TABLE shop.orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES shop.customer (id), total DECIMAL(10, 2) CHECK (total >= 0));
CREATE INDEX orders_total ON shop.orders (total);
CREATE VIEW shop.v AS SELECT c.name, count(*) AS n FROM shop.customer c JOIN shop.orders o ON o.customer_id = c.id GROUP BY c.name;
CREATE MACRO twice(n) AS n * 2;
CREATE TABLE empty_one (a INTEGER);
INSERT INTO shop.customer (name, photo, st, tags, p, seen, big, "odd;na'me$x") VALUES
 (E'tab\there', '\x00\xFF\x5C\x2E'::BLOB, 'it''s live', ['a,b', NULL, 'c"d'], {'a': 1, 'b': 'q";'}, '2020-01-01 10:00:00+02', 170141183460469231731687303715884105727, 'x;y'),
 (E'line\nbreak "quoted", Grüße 価格 😀 -- no; $$', NULL, NULL, [], NULL, NULL, NULL, '');
INSERT INTO shop.orders VALUES (1, 42, 3.5), (2, 49, 0);
