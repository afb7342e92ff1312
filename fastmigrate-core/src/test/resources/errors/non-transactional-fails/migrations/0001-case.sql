INSERT INTO users (name) VALUES ('Bob');
VACUUM;
INSERT INTO users (name) VALUES ('Eve');
INSERT INTO usres (name) VALUES ('Mallory');
INSERT INTO users (name) VALUES ('Zoe');
