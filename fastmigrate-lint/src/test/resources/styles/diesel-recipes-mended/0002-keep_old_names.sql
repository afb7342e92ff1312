PRAGMA legacy_alter_table = ON;
ALTER TABLE recipes RENAME TO old_recipes;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE recipes (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE,
    minutes INTEGER
);
INSERT INTO recipes (id, name) SELECT id, name FROM old_recipes;
DROP TABLE old_recipes;
