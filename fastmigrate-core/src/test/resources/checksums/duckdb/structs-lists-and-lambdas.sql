CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
INSERT INTO t SELECT 1, {'a;': 'b;'}['a;'];
INSERT INTO t SELECT 2, list_transform(['x;'], lambda x: x || ';')[1];
