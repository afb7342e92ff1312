CREATE TABLE users (name);
INSERT INTO users VALUES ('Ada'), ('Ada');
