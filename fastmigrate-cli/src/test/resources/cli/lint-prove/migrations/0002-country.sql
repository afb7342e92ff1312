ALTER TABLE author ADD COLUMN country TEXT NOT NULL;
-- fastmigrate: allow S16 because there are only ten authors
UPDATE author SET name = upper(name);
