CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
/*!50001 INSERT INTO t VALUES (1, 'a;') */;
INSERT INTO t VALUES (2, /*!99999 'never;', */ 'plain');
/*!INSERT INTO t VALUES (3, '*/;') */;
