DELETE FROM a;
PRAGMA query_only = ON;