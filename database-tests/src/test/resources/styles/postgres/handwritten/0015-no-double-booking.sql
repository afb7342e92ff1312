ALTER TABLE booking ADD CONSTRAINT booking_once EXCLUDE USING gist (room WITH =, during WITH &&);
