CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
COPY t (n, s) FROM stdin WITH (FORMAT csv);
1,a row
2,"x"
