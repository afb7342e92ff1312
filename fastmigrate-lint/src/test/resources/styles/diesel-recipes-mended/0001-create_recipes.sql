CREATE TABLE recipes (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL
);
CREATE TABLE steps (
    recipe_id INTEGER NOT NULL REFERENCES recipes(id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (recipe_id, position)
) WITHOUT ROWID;
CREATE TRIGGER steps_order BEFORE INSERT ON steps WHEN NEW.position < 1
BEGIN
    SELECT RAISE(ABORT, 'positions begin with 1');
END;
