CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
INSERT INTO t VALUES (1, 'it\'s;'), (2, '\\'), (3, "a\";"), (4, 'c''\\'), (5, "d"";");
