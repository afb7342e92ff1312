CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200)); -- it's;
INSERT INTO t VALUES (1, /* a; ' */ 'x');/*;*/
INSERT INTO t VALUES (2, 'y');
