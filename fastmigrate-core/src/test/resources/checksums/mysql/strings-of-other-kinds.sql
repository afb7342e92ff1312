CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
INSERT INTO t VALUES (1, N'a;'), (2, _utf8mb4'b;'), (3, X'3B'), (4, 'x' ';' 'y');
