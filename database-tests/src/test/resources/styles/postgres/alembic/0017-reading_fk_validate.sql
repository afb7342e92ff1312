ALTER TABLE reading VALIDATE CONSTRAINT reading_device_id_fkey;
