CREATE TABLE users (name);
CREATE TRIGGER t BEFORE INSERT ON users WHEN new.name = 'root' BEGIN SELECT RAISE(ABORT, 'root is taken'); END;
