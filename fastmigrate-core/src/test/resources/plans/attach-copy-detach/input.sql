ATTACH 'old.db' AS old;
INSERT INTO a SELECT * FROM old.a;
DETACH old;