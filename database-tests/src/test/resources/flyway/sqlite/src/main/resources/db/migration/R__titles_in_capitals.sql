DROP TRIGGER IF EXISTS titles_in_capitals;
CREATE TRIGGER titles_in_capitals AFTER INSERT ON book WHEN NEW.title LIKE '${shop}%' BEGIN
    UPDATE book SET title = upper(title) WHERE id = NEW.id;
END;
