CREATE TABLE steps_new (
    recipe_id INTEGER NOT NULL REFERENCES recipes(id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    seconds INTEGER NOT NULL CHECK (seconds >= 0),
    PRIMARY KEY (recipe_id, position)
) WITHOUT ROWID;
INSERT INTO steps_new SELECT recipe_id, position, text, 60 FROM steps;
DROP TABLE steps;
ALTER TABLE steps_new RENAME TO steps;
