CREATE TRIGGER line_no_update BEFORE UPDATE ON line
BEGIN SELECT RAISE(ABORT, 'lines are never changed'); END;
CREATE TRIGGER line_no_delete BEFORE DELETE ON line
BEGIN SELECT RAISE(ABORT, 'lines are never deleted'); END;
