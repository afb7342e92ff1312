DROP TRIGGER touch_row ON crates;
UPDATE crates SET owner_kind = 1 WHERE owner_kind = 0;
CREATE TRIGGER touch_row BEFORE UPDATE ON crates FOR EACH ROW EXECUTE FUNCTION touch_row();
