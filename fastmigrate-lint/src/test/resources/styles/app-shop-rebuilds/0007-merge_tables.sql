CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE COLLATE NOCASE, vip INTEGER NOT NULL DEFAULT 0);
INSERT INTO person (id, email, vip) SELECT id, email, vip FROM customer;
CREATE TABLE invoice_person (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    number TEXT NOT NULL UNIQUE
);
CREATE INDEX invoice_person_person ON invoice_person (person_id);
INSERT INTO invoice_person SELECT id, customer_id, number FROM invoice;
