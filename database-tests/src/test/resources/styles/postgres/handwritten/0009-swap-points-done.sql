DROP TRIGGER keep_points ON member;
ALTER TABLE member RENAME COLUMN points TO points_old;
ALTER TABLE member RENAME COLUMN points_new TO points;
DROP FUNCTION keep_points();
