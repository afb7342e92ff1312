ALTER TABLE device ALTER COLUMN attributes TYPE JSONB USING attributes::jsonb;
CREATE INDEX ix_device_attributes ON device USING gin (attributes);
