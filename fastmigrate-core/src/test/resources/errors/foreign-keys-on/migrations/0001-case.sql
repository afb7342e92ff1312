PRAGMA foreign_keys = ON;
DELETE FROM parent WHERE id = 1;
