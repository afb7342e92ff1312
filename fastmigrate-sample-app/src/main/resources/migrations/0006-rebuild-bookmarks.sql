-- A note is never NULL, and the table checks what the application promises. SQLite cannot add that to a table that is
-- there, so it is rebuilt. bookmark_tag refers to it with ON DELETE CASCADE: with foreign keys on, dropping the old
-- table would delete every tagging.
PRAGMA foreign_keys = OFF;

CREATE TABLE new_bookmark (
    id         INTEGER PRIMARY KEY,
    url        TEXT NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
    title      TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
    note       TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 5000),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;

INSERT INTO new_bookmark (id, url, title, note, created_at)
SELECT id, url, title, coalesce(note, ''), created_at FROM bookmark;

DROP TABLE bookmark;
ALTER TABLE new_bookmark RENAME TO bookmark;

CREATE INDEX bookmark_by_age ON bookmark (created_at DESC, id DESC);

PRAGMA foreign_keys = ON;
