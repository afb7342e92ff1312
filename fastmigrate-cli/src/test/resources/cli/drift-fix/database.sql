CREATE TABLE _meta (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL DEFAULT 0);
INSERT INTO _meta VALUES (1, 2);
create table book (id integer primary key, title text not null default 'untitled', author integer references "author" (id), isbn text);
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
CREATE INDEX book_author ON book (author);
CREATE INDEX by_hand ON book (title COLLATE NOCASE);
CREATE VIEW titles AS SELECT title FROM book;
