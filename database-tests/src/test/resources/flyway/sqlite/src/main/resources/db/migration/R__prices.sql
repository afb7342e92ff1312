DROP VIEW IF EXISTS prices;
CREATE VIEW prices AS SELECT id, title, price || ' ' || currency AS price FROM book;
