CREATE TABLE ticket_new (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL DEFAULT '');
INSERT INTO ticket_new (id, text) SELECT id, ifnull(text, '') FROM ticket;
DROP TABLE ticket;
ALTER TABLE ticket_new RENAME TO ticket;
