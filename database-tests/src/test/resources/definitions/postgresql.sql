CREATE SCHEMA other@;
CREATE TABLE other@.t (id int PRIMARY KEY, x int, y text);
INSERT INTO other@.t SELECT n, n % 7, 'row; ' || n FROM generate_series(1, 50) n;

CREATE INDEX CONCURRENTLY i@ ON other@.t (x);

CREATE /* not at once */ UNIQUE INDEX CONCURRENTLY -- don't wait
  IF NOT EXISTS "U@" ON other@.t (id, x);

CREATE INDEX CONCURRENTLY ON other@.t (y);

CREATE INDEX CONCURRENTLY ON ONLY other@.t USING btree (lower(y)) WHERE x > 1;

CREATE INDEX CONCURRENTLY IF NOT EXISTS i2_@ ON other@.t (x, id) INCLUDE (y);

REINDEX INDEX CONCURRENTLY other@.i@;

REINDEX (VERBOSE) TABLE CONCURRENTLY other@.t;

REINDEX SCHEMA CONCURRENTLY other@;

DROP INDEX CONCURRENTLY other@.i2_@;

DROP INDEX CONCURRENTLY IF EXISTS other@."U@";

CREATE TABLE part@ (id int, y int) PARTITION BY RANGE (y);
CREATE TABLE part@_1 PARTITION OF part@ FOR VALUES FROM (0) TO (10);
CREATE TABLE part@_2 PARTITION OF part@ FOR VALUES FROM (10) TO (20);
INSERT INTO part@ VALUES (1, 5), (2, 15);

ALTER TABLE part@ DETACH PARTITION part@_1 CONCURRENTLY;
INSERT INTO part@_1 VALUES (3, 6);

ALTER TABLE part@ ATTACH PARTITION part@_1 FOR VALUES FROM (0) TO (10);

CREATE TYPE state@ AS ENUM ('draft', 'live');
CREATE TABLE doc@ (id int PRIMARY KEY, state state@);

ALTER TYPE state@ ADD VALUE 'archived' AFTER 'live';

INSERT INTO doc@ VALUES (1, 'archived');
ALTER TABLE doc@ ADD COLUMN title text DEFAULT 'none';
CREATE INDEX CONCURRENTLY doc_title@ ON doc@ (title);
UPDATE doc@ SET title = 'some' WHERE id = 1;

VACUUM other@.t;
ANALYZE other@.t;
INSERT INTO doc@ VALUES (2, 'live', 'two');

CREATE DATABASE extra@_;

DROP DATABASE extra@_;

CREATE FUNCTION f@() RETURNS int LANGUAGE sql AS $$ SELECT 41 + 1; $$;
INSERT INTO doc@ VALUES (f@(), 'draft', 'answer');

CREATE MATERIALIZED VIEW mat@ AS SELECT id, title FROM doc@;
CREATE UNIQUE INDEX CONCURRENTLY mat_id@ ON mat@ (id);
INSERT INTO doc@ VALUES (3, 'draft', 'third');

REFRESH MATERIALIZED VIEW CONCURRENTLY mat@;
VACUUM (FULL, ANALYZE) mat@;
INSERT INTO doc@ VALUES (4, 'draft', 'fourth');

ALTER TYPE state@ ADD VALUE IF NOT EXISTS 'late' BEFORE 'live';
ALTER TYPE state@ RENAME VALUE 'draft' TO 'first';
CREATE INDEX CONCURRENTLY ON doc@ (state) WHERE title IS NOT NULL;
INSERT INTO doc@ VALUES (5, 'first', 'fifth');

-- fastmigrate: no-transaction
CREATE TABLE ident@ (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int UNIQUE);
INSERT INTO ident@ (id, n) OVERRIDING SYSTEM VALUE VALUES (1, 1), (2, 2);
ALTER TABLE ident@ ADD COLUMN g int GENERATED ALWAYS AS (n * 2) STORED;
ALTER TABLE ident@ ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;
ALTER TABLE ident@ VALIDATE CONSTRAINT positive;
CREATE UNIQUE INDEX CONCURRENTLY ident_n@ ON ident@ (n, id);
ALTER TABLE ident@ ADD CONSTRAINT ident_u@ UNIQUE USING INDEX ident_n@;
INSERT INTO ident@ (id, n) OVERRIDING SYSTEM VALUE VALUES (3, 3);

CREATE TABLE log@ (n serial PRIMARY KEY, text text);
CREATE PROCEDURE fill@(many int) LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..many LOOP INSERT INTO log@ (text) VALUES ('row; ' || i); END LOOP;
END $$;
CALL fill@(3);
DO $$ BEGIN INSERT INTO log@ (text) VALUES ('from a block'); END $$;

CREATE OR REPLACE FUNCTION f@() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN RETURN 7; /* don't; */ END $body$;
CREATE TRIGGER tr@ BEFORE INSERT ON log@ FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
DROP TRIGGER tr@ ON log@;
VACUUM log@;
INSERT INTO log@ (text) SELECT 'f is ' || f@();

CREATE TABLE list@ (id int, kind text) PARTITION BY LIST (kind);
CREATE TABLE list@_a PARTITION OF list@ FOR VALUES IN ('a');
CREATE TABLE list@_d PARTITION OF list@ DEFAULT;
CREATE INDEX list_i@ ON ONLY list@ (id);
CREATE INDEX CONCURRENTLY list_a_i@ ON list@_a (id);
CREATE INDEX CONCURRENTLY list_d_i@ ON list@_d (id);
ALTER INDEX list_i@ ATTACH PARTITION list_a_i@;
ALTER INDEX list_i@ ATTACH PARTITION list_d_i@;
INSERT INTO list@ VALUES (1, 'a'), (2, 'b');

ALTER TABLE list@ DETACH PARTITION list@_d;
ALTER TABLE public.list@ DETACH PARTITION public.list@_a CONCURRENTLY;
ALTER TABLE list@_a RENAME TO old_a@;
INSERT INTO old_a@ VALUES (3, 'a');

SET search_path = other@;
CREATE INDEX CONCURRENTLY off_path@ ON t (y, x);
DROP INDEX CONCURRENTLY off_path@;
CREATE UNIQUE INDEX CONCURRENTLY off_path@ ON t (y, id);
REINDEX TABLE CONCURRENTLY t;
INSERT INTO t VALUES (1000, 1, 'on the path');

CREATE INDEX again_@ ON other@.t (x, y);
DROP INDEX CONCURRENTLY other@.again_@;
CREATE INDEX CONCURRENTLY again_@ ON other@.t (y, x);
ALTER INDEX other@.again_@ RENAME TO again2_@;
CREATE INDEX CONCURRENTLY again_@ ON other@.t (x, y);
ALTER INDEX other@.again_@ SET (fillfactor = 70);
UPDATE other@.t SET y = 'again' WHERE id = 3;

CLUSTER other@.t USING t_pkey;
VACUUM (ANALYZE) other@.t;
CREATE STATISTICS st@ ON x, y FROM other@.t;
ANALYZE other@.t;

CREATE SEQUENCE sq@ START 5;
SELECT nextval('sq@');
ALTER SEQUENCE sq@ RESTART WITH 50;
VACUUM;
INSERT INTO doc@ VALUES (6, 'late', 'sixth');

CREATE VIEW vi@ AS SELECT id FROM doc@;
CREATE OR REPLACE VIEW vi@ AS SELECT id, title FROM doc@;
COMMENT ON VIEW vi@ IS 'it''s; here';
REINDEX INDEX CONCURRENTLY doc_title@;
DROP VIEW vi@;

CREATE ROLE ro@_;
GRANT SELECT ON doc@ TO ro@_;
ALTER TABLE doc@ ENABLE ROW LEVEL SECURITY;
CREATE POLICY po@ ON doc@ USING (true);
DROP INDEX CONCURRENTLY IF EXISTS doc_title@;
DROP INDEX CONCURRENTLY IF EXISTS none@;
REVOKE ALL ON doc@ FROM ro@_;
DROP ROLE ro@_;

ALTER SYSTEM SET log_min_duration_statement = '7s';
ALTER SYSTEM RESET log_min_duration_statement;
CREATE DATABASE side@_ TEMPLATE template0 /* done when SELECT 1 FROM pg_database WHERE datname = 'side@_' */;
ALTER DATABASE side@_ SET work_mem = '8MB';
ALTER DATABASE side@_ RENAME TO side2_@;
DROP DATABASE side2_@ WITH (FORCE);

-- fastmigrate: no-transaction
CREATE PROCEDURE batches@() LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM log@ WHERE text = 'row; 1';
  COMMIT;
  DELETE FROM log@ WHERE text = 'row; 2';
  COMMIT;
END $$;

TRUNCATE log@ RESTART IDENTITY;
INSERT INTO log@ (text) VALUES ('the first again');
DROP TABLE old_a@, list@ CASCADE;
