-- Readers do not wait for the writer. A setting of the file, so it stands outside the transaction.
PRAGMA journal_mode = WAL;

CREATE TABLE bookmark (
    id         INTEGER PRIMARY KEY,
    url        TEXT NOT NULL,
    title      TEXT NOT NULL,
    note       TEXT,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
