CREATE TABLE visit_new (
    place INTEGER NOT NULL,
    day TEXT NOT NULL,
    note TEXT,
    stars INTEGER CHECK (stars BETWEEN 1 AND 5),
    weather TEXT,
    FOREIGN KEY (place) REFERENCES place,
    UNIQUE (place, day) ON CONFLICT IGNORE
);
INSERT INTO visit_new (place, day, note, stars) SELECT place, day, note, stars FROM visit;
DROP TABLE visit;
ALTER TABLE visit_new RENAME TO visit;
