-- a comment; 'half
// another; one
CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(100));
INSERT INTO t VALUES (1, 'a;b''c\'), (2, $$dollar; 'quote$$);
/* a /* nested; */ comment; */ INSERT INTO t VALUES (3, U&'d\0061ta;');
CREATE TABLE "we;ird ""name" (a INT); INSERT INTO "we;ird ""name" VALUES (4);
INSERT INTO t SELECT a, 'four;' FROM "we;ird ""name";
CREATE ALIAS twice AS $$
String twice(String s) { return s + ";" + s; }
$$;
INSERT INTO t VALUES (5, twice('x'));
INSERT INTO t VALUES (6, 'no semicolon at the end')
