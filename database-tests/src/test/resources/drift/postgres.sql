CREATE SCHEMA shop;
CREATE TYPE mood AS ENUM ('fine', 'bad');
CREATE TYPE pair AS (one int, other text);
CREATE DOMAIN price AS numeric(10, 2) CHECK (value >= 0);
CREATE SEQUENCE numbers INCREMENT 2;
CREATE TABLE person (
    id serial PRIMARY KEY,
    name varchar(50) NOT NULL DEFAULT 'x',
    up text GENERATED ALWAYS AS (upper(name)) STORED,
    m mood,
    born date CONSTRAINT grown CHECK (born < '2020-01-01'),
    code text UNIQUE
);
CREATE TABLE shop.item (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person integer NOT NULL,
    cost price,
    CONSTRAINT of_person FOREIGN KEY (person) REFERENCES person (id) ON DELETE CASCADE
);
CREATE TABLE part (day date PRIMARY KEY, n int) PARTITION BY RANGE (day);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE UNIQUE INDEX person_name ON person (lower(name)) WHERE name <> '';
CREATE INDEX item_cost ON shop.item (cost DESC NULLS LAST);
CREATE VIEW names AS SELECT name, m FROM person WHERE id > 0;
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM person;
CREATE UNIQUE INDEX counted_n ON counted (n);
CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RETURN NEW; END $f$;
CREATE TRIGGER told BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION told();
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n';
CREATE POLICY own ON person USING (id > 0);
CREATE RULE quiet AS ON DELETE TO part DO INSTEAD NOTHING;
CREATE STATISTICS person_stats (dependencies) ON name, born FROM person;
COMMENT ON TABLE person IS 'people';
COMMENT ON VIEW names IS 'of people';
COMMENT ON COLUMN person.name IS 'of the person';
COMMENT ON TRIGGER told ON person IS 'of changes';
COMMENT ON CONSTRAINT person_code_key ON person IS 'of codes';
GRANT SELECT ON person TO pg_monitor;
GRANT UPDATE (name) ON person TO pg_monitor;
REVOKE EXECUTE ON FUNCTION twice(int) FROM PUBLIC;
