CREATE TABLE a AS SELECT id FROM users u, users v;
