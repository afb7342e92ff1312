ALTER TABLE recipes RENAME TO old_recipes;
CREATE TABLE recipes (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    servings INTEGER NOT NULL DEFAULT 2 CHECK (servings > 0),
    cook_id TEXT REFERENCES cooks(id),
    updated_at INTEGER NOT NULL DEFAULT 0
);
INSERT INTO recipes SELECT id, name, servings, cook_id, updated_at FROM old_recipes;
DROP TABLE old_recipes;
