INSERT INTO a (name) VALUES ('y');
INSERT INTO nowhere VALUES (1);
