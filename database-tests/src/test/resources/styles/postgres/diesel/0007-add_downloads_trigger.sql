CREATE TABLE version_downloads (
  version_id INTEGER NOT NULL REFERENCES versions(id),
  day DATE NOT NULL DEFAULT current_date,
  downloads INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (version_id, day)
);
CREATE FUNCTION count_download() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  UPDATE crates SET downloads = downloads + NEW.downloads
  WHERE id = (SELECT crate_id FROM versions WHERE id = NEW.version_id);
  RETURN NULL;
END
$body$;
CREATE TRIGGER count_download AFTER INSERT ON version_downloads FOR EACH ROW EXECUTE FUNCTION count_download();
