-- a comment; 'half
CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR);
INSERT INTO t VALUES (1, 'a;b''c\'), (2, E'it\'s ; \\'), (3, $$dollar; 'quote$$), (4, $tag$ $$;$$ $tag$);
/* a comment; */ CREATE TABLE "we;ird ""name" (a INT); INSERT INTO "we;ird ""name" VALUES (5);
INSERT INTO t SELECT a, 'five;' FROM "we;ird ""name";
CREATE MACRO twice(x) AS x || ';' || x;
INSERT INTO t VALUES (6, twice('y'));
INSERT INTO t VALUES (7, [1, 2][1]::VARCHAR || ';' || {'a': 'b;'}.a)
