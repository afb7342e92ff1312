CREATE FUNCTION canon_crate_name(text) RETURNS text AS $$
  SELECT replace(lower($1), '-', '_')
$$ LANGUAGE sql IMMUTABLE STRICT;
DROP INDEX IF EXISTS index_crates_name;
CREATE UNIQUE INDEX index_crates_canon_name ON crates (canon_crate_name(name));
