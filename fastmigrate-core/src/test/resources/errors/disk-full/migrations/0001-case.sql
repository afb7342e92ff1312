PRAGMA max_page_count = 20;
CREATE TABLE a (x);
INSERT INTO a VALUES (randomblob(200000));
