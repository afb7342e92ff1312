UPDATE member SET email = lower(email) WHERE id IN (1, 2, 3);
CREATE TABLE api_user (name text PRIMARY KEY, password text NOT NULL);
INSERT INTO api_user (name, password) VALUES ('importer', 'secret123');
