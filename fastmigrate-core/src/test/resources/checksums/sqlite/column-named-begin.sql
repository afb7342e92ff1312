CREATE TABLE t (begin INTEGER, end INTEGER);
INSERT INTO t (begin, end) VALUES (1, 2);
SELECT begin FROM t;