CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE booking (room int NOT NULL, during tstzrange NOT NULL, member_id bigint NOT NULL REFERENCES member ON DELETE CASCADE);
CREATE INDEX booking_member ON booking USING hash (member_id);
