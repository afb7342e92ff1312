CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE "order items" (id INTEGER PRIMARY KEY);
CREATE INDEX by_title ON books (title);
INSERT INTO books VALUES (3, 'x');
