CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
INSERT INTO t VALUES (1, B'101'::text), (2, X'1F'::text), (3, N'n;');
