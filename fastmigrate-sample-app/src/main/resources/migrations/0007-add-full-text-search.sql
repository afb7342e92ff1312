-- The words are indexed here, the text stays in the table; the triggers keep both together.
CREATE VIRTUAL TABLE bookmark_text USING fts5 (
    title, url, note,
    content = 'bookmark', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TRIGGER bookmark_text_insert AFTER INSERT ON bookmark BEGIN
    INSERT INTO bookmark_text (rowid, title, url, note) VALUES (new.id, new.title, new.url, new.note);
END;

CREATE TRIGGER bookmark_text_delete AFTER DELETE ON bookmark BEGIN
    INSERT INTO bookmark_text (bookmark_text, rowid, title, url, note)
    VALUES ('delete', old.id, old.title, old.url, old.note);
END;

CREATE TRIGGER bookmark_text_update AFTER UPDATE ON bookmark BEGIN
    INSERT INTO bookmark_text (bookmark_text, rowid, title, url, note)
    VALUES ('delete', old.id, old.title, old.url, old.note);
    INSERT INTO bookmark_text (rowid, title, url, note) VALUES (new.id, new.title, new.url, new.note);
END;

INSERT INTO bookmark_text (bookmark_text) VALUES ('rebuild');
