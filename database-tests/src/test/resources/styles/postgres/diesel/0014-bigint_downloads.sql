ALTER TABLE version_downloads ALTER COLUMN downloads TYPE BIGINT;
