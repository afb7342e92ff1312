PRAGMA foreign_keys=off;
BEGIN;
ALTER TABLE alerts RENAME TO alerts_old;
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule TEXT NOT NULL REFERENCES rules(name),
    host TEXT REFERENCES hosts(name) ON UPDATE CASCADE,
    fired_at INTEGER NOT NULL DEFAULT (strftime('%s', 'now')),
    resolved_at INTEGER
);
INSERT INTO alerts SELECT * FROM alerts_old;
DROP TABLE alerts_old;
COMMIT;
PRAGMA foreign_keys=on;
