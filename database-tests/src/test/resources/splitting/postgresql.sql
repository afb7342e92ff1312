-- a comment; with a semicolon and 'half a quote
CREATE TABLE t (n int PRIMARY KEY, s text);
INSERT INTO t VALUES (1, 'a;b''c\'), (2, E'it\'s ; \\');
/* a /* nested; */ comment; */ INSERT INTO t VALUES (3, $$dollar; 'quote$$), (4, $tag$ $$;$$ $tag$);
INSERT INTO t VALUES (5, $ä_1$;$ä_1$);
CREATE TABLE "we;ird ""name" (a$b int); INSERT INTO "we;ird ""name" VALUES (6);
INSERT INTO t SELECT a$b, U&'d\0061t\+000061;' FROM "we;ird ""name";
CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC
  SELECT CASE WHEN true THEN 'x;' ELSE 'y' END;
  SELECT 'seven;';
END;
INSERT INTO t VALUES (7, f());
CREATE OR REPLACE FUNCTION g(begin_ int) RETURNS text AS $body$
BEGIN
  RETURN 'eight; ' || begin_; -- $not$ the end
END
$body$ LANGUAGE plpgsql;
INSERT INTO t VALUES (8, g(8));
CREATE TABLE log (s text);
CREATE RULE r AS ON INSERT TO log DO ALSO (INSERT INTO t VALUES (9, 'rule;'); INSERT INTO t VALUES (10, 'two'));
INSERT INTO log VALUES ('x');
DO 'BEGIN INSERT INTO t VALUES (11, ''do;''); END';
INSERT INTO t VALUES (12, 'line;
break;'
'joined;');;
SELECT 1 -- no semicolon at the end