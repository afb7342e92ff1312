ALTER TABLE reading DROP CONSTRAINT reading_device_id_fkey;
ALTER TABLE reading ADD CONSTRAINT reading_device_id_fkey FOREIGN KEY(device_id) REFERENCES device (id) ON DELETE CASCADE NOT VALID;
