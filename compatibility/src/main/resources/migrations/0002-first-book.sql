INSERT INTO book (title) VALUES ('Walden');
