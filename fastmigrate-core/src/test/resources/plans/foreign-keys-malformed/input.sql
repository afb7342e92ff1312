PRAGMA foreign_keys = off on;
DELETE FROM a;