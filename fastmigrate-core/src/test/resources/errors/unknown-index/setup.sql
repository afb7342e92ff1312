CREATE TABLE users (name);
CREATE INDEX users_name_ix ON users (name);
