CREATE TABLE a (x);
PRAGMA Main."journal_mode"(Off);
