DROP TRIGGER count_download ON version_downloads;
DROP FUNCTION count_download();
