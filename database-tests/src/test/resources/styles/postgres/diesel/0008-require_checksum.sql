UPDATE versions SET checksum = repeat('0', 64) WHERE checksum IS NULL;
ALTER TABLE versions ALTER checksum SET NOT NULL;
