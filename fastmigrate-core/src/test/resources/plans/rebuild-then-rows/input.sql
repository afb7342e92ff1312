PRAGMA foreign_keys=OFF;
DROP TABLE a;
PRAGMA foreign_keys=ON;
INSERT INTO b VALUES (1);