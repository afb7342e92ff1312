CREATE TRIGGER steps_order BEFORE INSERT ON steps WHEN NEW.position < 1
BEGIN
    SELECT RAISE(ABORT, 'positions begin with 1');
END;
