CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
COPY t FROM '/dev/null';
COPY (SELECT 'from stdin;') TO '/dev/null';
INSERT INTO t VALUES (1, 'copy t from stdin;');
