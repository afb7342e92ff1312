PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'a', 'b') WHERE name = 't';
PRAGMA writable_schema = OFF;