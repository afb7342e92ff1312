INSERT INTO a (name) VALUES ('x');
CREATE UNIQUE INDEX one_each ON a (length(name));
