ALTER TABLE reading ADD COLUMN device_key BIGINT;
CREATE INDEX CONCURRENTLY ix_reading_device_key ON reading (device_key);
