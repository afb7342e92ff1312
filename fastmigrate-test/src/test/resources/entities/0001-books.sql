CREATE TABLE author (id INTEGER PRIMARY KEY, name VARCHAR(255) NOT NULL UNIQUE);
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    title VARCHAR(255),
    pages INTEGER,
    author_id INTEGER REFERENCES author (id)
);
CREATE INDEX book_title ON book (title);
