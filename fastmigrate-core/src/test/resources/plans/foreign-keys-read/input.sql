PRAGMA foreign_keys;
DELETE FROM a;
PRAGMA foreign_keys;