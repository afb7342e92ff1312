CREATE TABLE customer_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL CHECK (email LIKE '%@%'), vip BOOLEAN NOT NULL DEFAULT 0);
INSERT INTO customer_new SELECT id, email, vip FROM customer;
DROP TABLE customer;
PRAGMA legacy_alter_table = ON;
ALTER TABLE customer_new RENAME TO customer;
PRAGMA legacy_alter_table = OFF;
CREATE UNIQUE INDEX customer_email ON customer (email COLLATE NOCASE);
