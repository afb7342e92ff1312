CREATE TABLE statement (id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES account, closed TEXT, cents INTEGER);
CREATE INDEX statement_account ON statement (account_id, closed DESC);
CREATE UNIQUE INDEX statement_closed ON statement (account_id, date(closed));
