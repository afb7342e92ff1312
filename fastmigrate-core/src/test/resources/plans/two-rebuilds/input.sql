PRAGMA foreign_keys=OFF;
DROP TABLE a;
PRAGMA foreign_keys=ON;
CREATE INDEX i ON b (c);
ALTER TABLE b ADD COLUMN d;
PRAGMA foreign_keys=OFF;
DROP TABLE c;
PRAGMA foreign_keys=ON;
