CREATE TABLE rollups (
    host_id INTEGER NOT NULL REFERENCES hosts(id) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    day TEXT NOT NULL,
    min REAL, max REAL, avg REAL, n INTEGER NOT NULL,
    PRIMARY KEY (host_id, metric, day)
);
INSERT INTO rollups
SELECT host_id, metric, date(ts, 'unixepoch'), min(value), max(value), avg(value), count(*) FROM samples GROUP BY 1, 2, 3;
