CREATE TABLE versions (
  id SERIAL PRIMARY KEY,
  crate_id INTEGER NOT NULL REFERENCES crates(id),
  num VARCHAR NOT NULL,
  yanked BOOL NOT NULL DEFAULT 'f',
  UNIQUE (crate_id, num)
);
