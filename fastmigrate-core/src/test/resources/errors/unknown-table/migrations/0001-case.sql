CREATE TABLE a (x);
INSERT INTO user (name) VALUES (1);
