ALTER TABLE book ADD COLUMN isbn TEXT;
DROP TABLE log;
CREATE VIEW titles AS SELECT title FROM book;
CREATE TRIGGER no_delete BEFORE DELETE ON author BEGIN
    SELECT raise(ABORT, 'authors stay');
END;
INSERT INTO author VALUES (1, 'Ada');
