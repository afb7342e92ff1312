PRAGMA foreign_keys=ON;
DELETE FROM a;
PRAGMA foreign_keys=OFF;