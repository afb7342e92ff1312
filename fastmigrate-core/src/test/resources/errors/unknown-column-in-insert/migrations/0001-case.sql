INSERT INTO users (id, mail) VALUES (2, 'x');
