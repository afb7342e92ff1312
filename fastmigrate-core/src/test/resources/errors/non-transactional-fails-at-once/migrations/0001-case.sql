INSERT INTO usres (name) VALUES ('Mallory');
VACUUM;
INSERT INTO users (name) VALUES ('Eve');
