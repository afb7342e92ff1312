CREATE TABLE dependencies (
  version_id INTEGER NOT NULL REFERENCES versions(id) ON DELETE CASCADE,
  crate_id INTEGER NOT NULL REFERENCES crates(id),
  req VARCHAR NOT NULL,
  features TEXT[] NOT NULL
);
CREATE INDEX dependencies_version ON dependencies (version_id);
CREATE INDEX dependencies_crate ON dependencies (crate_id);
