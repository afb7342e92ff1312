-- Books and their authors.
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL, -- as on the cover
    author INTEGER REFERENCES author (id)
);
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT) STRICT;
CREATE TABLE log (line TEXT);
CREATE INDEX book_author ON book (author);
