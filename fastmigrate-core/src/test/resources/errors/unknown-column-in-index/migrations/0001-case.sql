CREATE INDEX i ON users (emal);
