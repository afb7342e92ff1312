CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
# it's;
-- it's;
--	it's;
--
INSERT INTO t VALUES (1, 'a # b -- c;'); -- ;
INSERT INTO t VALUES (2, # a;'
 'x');
