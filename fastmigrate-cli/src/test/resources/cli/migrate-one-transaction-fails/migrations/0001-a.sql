CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO a (name) VALUES ('one'), ('two'), ('three');
CREATE INDEX a_name ON a (name);
