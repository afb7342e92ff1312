ALTER TABLE member ADD COLUMN locale text;
UPDATE member SET locale = 'en' WHERE locale IS NULL;
