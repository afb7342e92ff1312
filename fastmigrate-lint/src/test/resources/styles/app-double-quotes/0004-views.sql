CREATE VIEW new_song AS SELECT "title", "artist" FROM song WHERE state = "new";
CREATE TRIGGER song_played AFTER UPDATE OF state ON song WHEN NEW.state = "played"
BEGIN
    DELETE FROM song WHERE id = NEW.id AND title = "";
END;
