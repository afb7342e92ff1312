PRAGMA foreign_keys = OFF;
CREATE TABLE entry_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    posted_on TEXT NOT NULL CHECK (posted_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    memo TEXT NOT NULL,
    number INTEGER
) STRICT;
INSERT INTO entry_new (id, posted_on, memo) SELECT id, posted_on, coalesce(memo, '') FROM entry;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'entry') WHERE name = 'entry_new';
DROP TABLE entry;
ALTER TABLE entry_new RENAME TO entry;
PRAGMA foreign_keys = ON;
