CREATE TABLE a (x);
PRAGMA journal_mode = WAL;
CREATE TABLE b (x);