ALTER TABLE member ADD COLUMN level level;
