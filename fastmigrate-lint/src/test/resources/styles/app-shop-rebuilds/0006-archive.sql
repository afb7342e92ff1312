ALTER TABLE invoice RENAME TO invoice_2023;
CREATE TABLE invoice (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    number TEXT NOT NULL UNIQUE,
    paid_at TEXT,
    currency TEXT NOT NULL DEFAULT 'EUR'
) STRICT;
CREATE INDEX invoice_customer_id ON invoice (customer_id);
