CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule TEXT NOT NULL,
    host TEXT REFERENCES hosts(name) ON UPDATE CASCADE,
    fired_at INTEGER NOT NULL DEFAULT (strftime('%s', 'now')),
    resolved_at INTEGER
);
CREATE INDEX alerts_open ON alerts(host) WHERE resolved_at IS NULL;
