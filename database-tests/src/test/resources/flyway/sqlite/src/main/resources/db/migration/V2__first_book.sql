INSERT INTO book (title, price) VALUES ('Walden, ${shop}', 9.5);
