INSERT INTO books (title) VALUES ('It''s'), ('Two');
