SET LOCAL lock_timeout = '2s';
ALTER TABLE member ALTER COLUMN level SET NOT NULL, DROP CONSTRAINT member_level_there;
