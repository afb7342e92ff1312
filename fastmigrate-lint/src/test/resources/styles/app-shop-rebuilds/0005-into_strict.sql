CREATE TABLE invoice_new (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    number TEXT NOT NULL,
    paid_at TEXT,
    currency TEXT NOT NULL DEFAULT 'EUR'
) STRICT;
INSERT INTO invoice_new SELECT * FROM invoice;
DROP TRIGGER invoice_paid;
DROP TABLE invoice;
ALTER TABLE invoice_new RENAME TO invoice;
CREATE UNIQUE INDEX invoice_number ON invoice (number);
CREATE INDEX invoice_customer ON invoice (customer_id);
