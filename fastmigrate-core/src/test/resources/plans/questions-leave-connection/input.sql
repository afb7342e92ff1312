PRAGMA table_info(a);
PRAGMA foreign_key_check(a);
PRAGMA user_version = 3;