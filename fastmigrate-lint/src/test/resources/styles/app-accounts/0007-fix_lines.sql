DROP TRIGGER line_no_update;
UPDATE line SET cents = -cents WHERE account_id IN (SELECT id FROM account WHERE type = 'income') AND cents > 0;
CREATE TRIGGER line_no_update BEFORE UPDATE ON line
BEGIN SELECT RAISE(ABORT, 'lines are never changed'); END;
