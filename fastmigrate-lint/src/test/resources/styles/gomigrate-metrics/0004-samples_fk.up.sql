CREATE TABLE samples2 (
    host_id    INTEGER NOT NULL REFERENCES hosts(id) ON DELETE CASCADE,
    metric     TEXT    NOT NULL,
    ts         INTEGER NOT NULL,
    value      REAL    NOT NULL,
    PRIMARY KEY (host_id, metric, ts)
) WITHOUT ROWID;
INSERT INTO samples2 SELECT * FROM samples WHERE host_id IN (SELECT id FROM hosts);
DROP TABLE samples;
ALTER TABLE samples2 RENAME TO samples;
