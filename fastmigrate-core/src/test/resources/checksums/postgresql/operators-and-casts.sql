CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
INSERT INTO t SELECT 1, '{"a;": [1]}'::jsonb #>> '{a;,0}';
INSERT INTO t SELECT 2, ('{"a": ";"}'::jsonb ->> 'a') WHERE '{"a": 1}'::jsonb ?| array['a', ';'];
INSERT INTO t VALUES (3, (5 - -3)::text);
