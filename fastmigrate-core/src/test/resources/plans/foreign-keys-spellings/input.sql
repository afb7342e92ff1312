PRAGMA foreign_keys = 0;
PRAGMA foreign_keys(off);
PRAGMA foreign_keys='no';
PRAGMA main.foreign_keys=FALSE;
PRAGMA "FOREIGN_KEYS"=garbage;
PRAGMA foreign_keys=-1;
DELETE FROM a;