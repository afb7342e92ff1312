-- Long, and commits as it goes.
-- fastmigrate: no-transaction
INSERT INTO a VALUES (7);
