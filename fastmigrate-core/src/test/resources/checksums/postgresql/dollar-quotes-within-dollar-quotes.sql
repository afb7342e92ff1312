CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
INSERT INTO t VALUES (1, $a$ ; $b$ ; $b$ $ $a $$;$$ $a$);
