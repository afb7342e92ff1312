CREATE TABLE account_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE,
    parent_id INTEGER REFERENCES account (id),
    type TEXT NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense', 'memo')),
    currency TEXT DEFAULT 'EUR' CHECK (length(currency) = 3),
    closed_on TEXT
) STRICT;
INSERT INTO account_new (id, code, parent_id, type, currency) SELECT id, code, parent_id, type, substr(currency, 1, 3) FROM account;
DROP VIEW balance;
DROP TABLE account;
ALTER TABLE account_new RENAME TO account;
CREATE VIEW balance AS
SELECT a.id, a.code, total(l.cents) AS cents FROM account a LEFT JOIN line l ON l.account_id = a.id GROUP BY a.id;
CREATE INDEX account_parent ON account (parent_id);
