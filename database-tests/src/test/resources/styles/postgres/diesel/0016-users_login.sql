ALTER TABLE users ADD COLUMN login VARCHAR;
UPDATE users SET login = lower(name);
ALTER TABLE users ALTER COLUMN login SET NOT NULL;
ALTER TABLE users ADD CONSTRAINT unique_login UNIQUE (login);
