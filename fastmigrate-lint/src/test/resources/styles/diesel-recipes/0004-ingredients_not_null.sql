CREATE TABLE ingredients_new (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    recipe_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    grams REAL NOT NULL DEFAULT 0,
    FOREIGN KEY (recipe_id) REFERENCES recipes(id) ON DELETE CASCADE
);
INSERT INTO ingredients_new (id, recipe_id, name, grams) SELECT id, recipe_id, name, ifnull(grams, 0) FROM ingredients;
DROP TABLE ingredients;
ALTER TABLE ingredients_new RENAME TO ingredients;
CREATE INDEX ingredients_recipe ON ingredients (recipe_id);
