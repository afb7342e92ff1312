CREATE TABLE track (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    points JSON NOT NULL DEFAULT '[]' CHECK (json_valid(points))
);
CREATE TABLE track_point (
    track INTEGER NOT NULL REFERENCES track (id),
    n INTEGER NOT NULL,
    lat REAL, lon REAL,
    PRIMARY KEY (track, n)
) WITHOUT ROWID;
INSERT INTO track_point SELECT t.id, p.key, p.value ->> '$[0]', p.value ->> '$[1]' FROM track t, json_each(t.points) p;
