ALTER TABLE recipes ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER recipes_touch AFTER UPDATE OF name, servings ON recipes
BEGIN
    UPDATE recipes SET updated_at = unixepoch() WHERE id = NEW.id;
END;
