CREATE TABLE a (x);
PRAGMA journal_mode;
CREATE TABLE b (x);