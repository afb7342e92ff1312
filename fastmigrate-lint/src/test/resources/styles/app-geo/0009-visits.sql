CREATE TABLE visit (
    place INTEGER NOT NULL,
    day TEXT NOT NULL,
    note TEXT,
    FOREIGN KEY (place) REFERENCES place,
    UNIQUE (place, day) ON CONFLICT REPLACE
);
