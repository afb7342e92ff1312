INSERT INTO users (name) VALUES ('Ada);
