ALTER TABLE author ADD COLUMN country TEXT NOT NULL;
UPDATE author SET name = upper(name);
