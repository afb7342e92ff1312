CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
INSERT INTO t VALUES (1, E'\';'), (2, 'c:\'), (3, e'\\');
