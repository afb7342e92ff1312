CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
COPY t (n, s) FROM stdin WITH (FORMAT csv);
1,it's; a row
2,"\."
\.
INSERT INTO t VALUES (3, 'x');
