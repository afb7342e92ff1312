CREATE TABLE song (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT "new" CHECK (state IN ("new", "played")),
    genre_id INTEGER REFERENCES "genre" ("id")
);
CREATE INDEX song_genre ON song ("genre_id");
CREATE INDEX song_new ON song (title) WHERE state = "new";
