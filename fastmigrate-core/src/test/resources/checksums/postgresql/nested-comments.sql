CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
/* /**/ ; */INSERT INTO t VALUES (1, /* a /* b; */ '; */ 'x');--;
INSERT INTO t VALUES (2, 'y');
