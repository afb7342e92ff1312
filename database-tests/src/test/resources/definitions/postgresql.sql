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
