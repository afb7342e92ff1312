CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE,
    kind TEXT NOT NULL,
    lat REAL NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon REAL NOT NULL CHECK (lon BETWEEN -180 AND 180),
    UNIQUE (name, kind)
);
CREATE VIRTUAL TABLE place_box USING rtree(id, min_lat, max_lat, min_lon, max_lon);
CREATE TRIGGER place_box_insert AFTER INSERT ON place BEGIN
    INSERT INTO place_box VALUES (NEW.id, NEW.lat, NEW.lat, NEW.lon, NEW.lon);
END;
