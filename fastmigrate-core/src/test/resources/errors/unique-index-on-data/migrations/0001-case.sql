CREATE UNIQUE INDEX one ON users (name);
