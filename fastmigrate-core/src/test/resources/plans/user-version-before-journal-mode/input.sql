PRAGMA user_version = 7;
PRAGMA journal_mode = WAL;
CREATE TABLE a (x);