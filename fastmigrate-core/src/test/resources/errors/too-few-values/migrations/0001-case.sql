INSERT INTO users (id, name) VALUES (2);
