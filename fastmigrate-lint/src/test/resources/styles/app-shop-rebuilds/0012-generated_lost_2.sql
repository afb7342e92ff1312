CREATE TABLE price_new (id INTEGER PRIMARY KEY, net INTEGER NOT NULL, gross INTEGER, valid_from TEXT NOT NULL DEFAULT '');
INSERT INTO price_new (id, net, gross) SELECT id, net, gross FROM price;
DROP TABLE price;
ALTER TABLE price_new RENAME TO price;
