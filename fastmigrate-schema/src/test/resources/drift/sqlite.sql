CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    born INTEGER DEFAULT 1900 CHECK (born > 1000),
    country TEXT COLLATE NOCASE REFERENCES country (code) ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT UNIQUE) WITHOUT ROWID;
CREATE TABLE book (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    author INTEGER,
    price REAL,
    cents INTEGER GENERATED ALWAYS AS (price * 100) STORED,
    CONSTRAINT priced CHECK (price >= 0),
    UNIQUE (title, author),
    FOREIGN KEY (author) REFERENCES author (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE note (line TEXT, at INTEGER) STRICT;
CREATE INDEX book_title ON book (title COLLATE NOCASE DESC, author) WHERE price > 0;
CREATE UNIQUE INDEX author_lower ON author (lower(name));
CREATE VIEW cheap AS SELECT title, price FROM book WHERE price < 10;
CREATE TRIGGER noted AFTER INSERT ON book WHEN new.price > 0 BEGIN
    INSERT INTO note VALUES (new.title, 1);
END;
CREATE VIRTUAL TABLE words USING fts5(word, prefix='2 3');
