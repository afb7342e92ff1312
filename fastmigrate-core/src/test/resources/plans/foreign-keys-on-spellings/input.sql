PRAGMA foreign_keys = 1;
PRAGMA foreign_keys(yes);
PRAGMA foreign_keys="True";
PRAGMA temp.foreign_keys=0x10;
PRAGMA foreign_keys=+2;
DELETE FROM a;