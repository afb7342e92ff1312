CREATE TABLE bookmarks (x);
DELETE FROM bookmraks;
