CREATE TABLE invoice_new (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    number TEXT NOT NULL,
    paid_at TEXT,
    currency TEXT NOT NULL DEFAULT 'EUR'
);
INSERT INTO invoice_new (id, customer_id, number, paid_at) SELECT id, customer_id, number, paid_at FROM invoice;
DROP TABLE invoice;
ALTER TABLE invoice_new RENAME TO invoice;
CREATE UNIQUE INDEX invoice_number ON invoice (number);
CREATE INDEX invoice_customer ON invoice (customer_id);
