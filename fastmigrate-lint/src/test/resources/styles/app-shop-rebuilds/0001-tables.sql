CREATE TABLE customer (id INTEGER PRIMARY KEY, email TEXT NOT NULL, vip BOOLEAN NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX customer_email ON customer (email COLLATE NOCASE);
CREATE TABLE invoice (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    number TEXT NOT NULL UNIQUE,
    paid_at TEXT
);
CREATE INDEX invoice_customer ON invoice (customer_id);
CREATE INDEX invoice_unpaid ON invoice (customer_id) WHERE paid_at IS NULL;
CREATE TRIGGER invoice_paid AFTER UPDATE OF paid_at ON invoice WHEN NEW.paid_at IS NOT NULL BEGIN
    UPDATE customer SET vip = (SELECT count(*) > 10 FROM invoice WHERE customer_id = NEW.customer_id AND paid_at IS NOT NULL) WHERE id = NEW.customer_id;
END;
