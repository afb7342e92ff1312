CREATE TABLE hosts (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    labels     BLOB
);

CREATE TABLE samples (
    host_id    INTEGER NOT NULL,
    metric     TEXT    NOT NULL,
    ts         INTEGER NOT NULL,
    value      REAL    NOT NULL,
    PRIMARY KEY (host_id, metric, ts)
) WITHOUT ROWID;
