PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE a (x);