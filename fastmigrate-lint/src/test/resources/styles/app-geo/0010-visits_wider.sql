CREATE TABLE visit_new (
    place INTEGER NOT NULL,
    day TEXT NOT NULL,
    note TEXT,
    stars INTEGER CHECK (stars BETWEEN 1 AND 5),
    FOREIGN KEY (place) REFERENCES place,
    UNIQUE (place, day) ON CONFLICT REPLACE
);
INSERT INTO visit_new (place, day, note) SELECT place, day, note FROM visit;
DROP TABLE visit;
ALTER TABLE visit_new RENAME TO visit;
