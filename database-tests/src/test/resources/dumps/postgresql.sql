CREATE SCHEMA shop;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TYPE shop.state AS ENUM ('draft', 'it''s live', 'gone\x');
CREATE DOMAIN shop.email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE shop.pair AS (a int, b text);
CREATE SEQUENCE shop.number START 42 INCREMENT 7;
CREATE TABLE shop.customer (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, mail shop.email, note citext, photo bytea, st shop.state DEFAULT 'draft', tags text[], j jsonb, p shop.pair, big serial, "odd;na'me$x" text, up text GENERATED ALWAYS AS (upper(name)) STORED);
COMMENT ON TABLE shop.customer IS 'people; who "buy" -- it''s /* fine';
CREATE TABLE shop.orders (id int DEFAULT nextval('shop.number') PRIMARY KEY, customer_id int REFERENCES shop.customer, at date NOT NULL, total numeric(10,2) CHECK (total >= 0));
CREATE INDEX orders_at ON shop.orders (at) WHERE total > 10;
CREATE TABLE shop.log (at date, line text) PARTITION BY RANGE (at);
CREATE TABLE shop.log_1 PARTITION OF shop.log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE shop.log_2 PARTITION OF shop.log DEFAULT;
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN NEW.note := 'a;b' || $x$;$$;$x$; RETURN NEW; END; $body$;
CREATE TRIGGER touch BEFORE UPDATE ON shop.customer FOR EACH ROW EXECUTE FUNCTION shop.touch();
CREATE FUNCTION shop.half(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN n > 0 THEN n / 2 ELSE 0 END; SELECT n / 2; END;
CREATE PROCEDURE shop.backfill() LANGUAGE plpgsql AS $$ BEGIN UPDATE shop.orders SET total = 0; COMMIT; END $$;
CREATE VIEW shop.v AS SELECT c.name, count(*) AS n, shop.half(10) AS h FROM shop.customer c LEFT JOIN shop.orders o ON o.customer_id = c.id GROUP BY c.name;
CREATE MATERIALIZED VIEW shop.mv AS SELECT at, sum(total) FROM shop.orders GROUP BY at;
CREATE RULE no_delete AS ON DELETE TO shop.log DO INSTEAD (SELECT 1; SELECT 2);
CREATE TABLE public.empty_one (a int, b text);
CREATE TABLE public.nothing ();
INSERT INTO shop.customer (name, mail, note, photo, st, tags, j, p, "odd;na'me$x") VALUES
 (E'tab\there', 'a@b', 'Grüße 価格 😀', '\x00ff5c2e0a', 'it''s live', ARRAY['a,b', NULL, 'c"d', E'\\'], '{"a": "x\\ny;"}', ROW(1,E'q"'',\\'), 'x'),
 (E'line\nbreak\r\nand \\ back \\. \\N', NULL, NULL, '', 'gone\x', '{}', NULL, NULL, E'\\.'),
 (E'\\.', 'x@', '', NULL, NULL, NULL, '[]', NULL, '$$');
INSERT INTO shop.orders (customer_id, at, total) SELECT (i % 3) + 1, date '2020-01-01' + i, i FROM generate_series(1, 50) i;
INSERT INTO shop.log SELECT date '2020-01-01' + i * 10, E'l;ine\\' || i FROM generate_series(1, 60) i;
INSERT INTO nothing DEFAULT VALUES;
REFRESH MATERIALIZED VIEW shop.mv;
SELECT setval('shop.number', 777);
CREATE POLICY mine ON shop.orders USING (total > 0);
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
CREATE STATISTICS shop.st (dependencies) ON at, total FROM shop.orders;
CREATE AGGREGATE shop.cat(text) (SFUNC = textcat, STYPE = text, INITCOND = ';');
CREATE OPERATOR shop.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
CREATE CAST (shop.pair AS text) WITH INOUT;
