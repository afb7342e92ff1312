PRAGMA cache_size = -8000;
PRAGMA recursive_triggers = ON;
PRAGMA journal_mode = WAL;
PRAGMA temp_store = MEMORY;
PRAGMA legacy_alter_table = ON;
ALTER TABLE a RENAME TO b;