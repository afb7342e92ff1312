ALTER TABLE member ADD CONSTRAINT member_level_there CHECK (level IS NOT NULL) NOT VALID;
