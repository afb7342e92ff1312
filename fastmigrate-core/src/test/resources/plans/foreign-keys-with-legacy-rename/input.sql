PRAGMA legacy_alter_table=ON;
DELETE FROM a;
PRAGMA foreign_keys=ON;
ALTER TABLE a RENAME TO b;