CREATE TABLE a (x);
PRAGMA foreign_keys = 1;
DELETE FROM a;