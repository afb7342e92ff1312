CREATE TABLE a (
    x INTEGER,
    y TEXT,
);
