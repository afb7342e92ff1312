CREATE TABLE reader (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    born DATE,
    card TEXT,
    active INTEGER NOT NULL
);
INSERT INTO reader VALUES (5000000000, 'Emma', NULL, '0d8f5e0e-4a7c-4c50-9d3d-2d8c3b1a9f00', 1);
