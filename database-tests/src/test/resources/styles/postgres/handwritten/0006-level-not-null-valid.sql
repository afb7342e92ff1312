ALTER TABLE member VALIDATE CONSTRAINT member_level_there;
