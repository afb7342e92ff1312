CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent TEXT DEFAULT NULL);
INSERT INTO "genre" ("name") VALUES ("jazz"), ("blues");
