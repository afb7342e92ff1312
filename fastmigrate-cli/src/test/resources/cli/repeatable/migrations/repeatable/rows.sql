DELETE FROM users WHERE id = 0;
INSERT INTO users (id, name) VALUES (0, 'unknown');
