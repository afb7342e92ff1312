CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE,
    parent_id INTEGER REFERENCES account (id),
    type TEXT NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense'))
) STRICT;
CREATE INDEX account_parent ON account (parent_id);
CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    posted_on TEXT NOT NULL CHECK (posted_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    memo TEXT
) STRICT;
CREATE TABLE line (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE RESTRICT,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
    cents INTEGER NOT NULL CHECK (cents <> 0)
) STRICT;
CREATE INDEX line_entry ON line (entry_id);
CREATE INDEX line_account ON line (account_id, cents);
