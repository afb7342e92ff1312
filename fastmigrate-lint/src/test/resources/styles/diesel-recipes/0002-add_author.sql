-- Your SQL goes here
CREATE TABLE cooks (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL);
INSERT INTO cooks (id, name) VALUES ('house', 'The house');
ALTER TABLE recipes ADD COLUMN cook_id TEXT REFERENCES cooks(id) DEFAULT 'house';
