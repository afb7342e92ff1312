CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
CREATE INDEX author_name ON author (name);
