CREATE INDEX one ON users (name);
CREATE INDEX one ON users (email);
