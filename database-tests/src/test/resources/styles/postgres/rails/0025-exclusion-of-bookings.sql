CREATE EXTENSION IF NOT EXISTS "btree_gist";
CREATE TABLE "bookings" ("id" bigserial primary key, "room_id" bigint NOT NULL, "period" tstzrange NOT NULL, CONSTRAINT "bookings_room_period" EXCLUDE USING gist ("room_id" WITH =, "period" WITH &&));
