PRAGMA foreign_keys = OFF;
CREATE TABLE place_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE,
    kind TEXT NOT NULL REFERENCES kind (name),
    lat REAL NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon REAL NOT NULL CHECK (lon BETWEEN -180 AND 180),
    country TEXT,
    UNIQUE (name, kind)
);
INSERT INTO place_new (id, name, kind, lat, lon) SELECT id, name, kind, lat, lon FROM place;
DROP TABLE place;
ALTER TABLE place_new RENAME TO place;
CREATE TRIGGER place_box_insert AFTER INSERT ON place BEGIN
    INSERT INTO place_box VALUES (NEW.id, NEW.lat, NEW.lat, NEW.lon, NEW.lon);
END;
CREATE INDEX place_kind ON place (kind);
PRAGMA foreign_keys = ON;
