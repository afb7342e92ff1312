CREATE TABLE rules (
    name TEXT PRIMARY KEY,
    expression TEXT NOT NULL,
    every INTERVAL
);
INSERT INTO rules (name, expression) SELECT DISTINCT rule, '' FROM alerts;
