CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
INSERT INTO t VALUES (1, E'\';'), (2, e'\\'), (3, E'it''s;\\'), (4, E'\\\';');
