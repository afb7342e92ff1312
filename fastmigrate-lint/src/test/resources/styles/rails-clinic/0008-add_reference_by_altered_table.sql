CREATE TEMPORARY TABLE "aappointments" ("id" integer NOT NULL PRIMARY KEY, "patient_id" integer NOT NULL, "doctor_id" integer NOT NULL, "starts_at" datetime(6) DEFAULT NULL, "state" integer DEFAULT 0 NOT NULL, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL, "room_id" integer);
INSERT INTO "aappointments" ("id","patient_id","doctor_id","starts_at","state","created_at","updated_at") SELECT "id","patient_id","doctor_id","starts_at","state","created_at","updated_at" FROM "appointments";
DROP TABLE "appointments";
CREATE TABLE "rooms" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "label" varchar);
CREATE TABLE "appointments" ("id" integer NOT NULL PRIMARY KEY, "patient_id" integer NOT NULL, "doctor_id" integer NOT NULL, "starts_at" datetime(6) DEFAULT NULL, "state" integer DEFAULT 0 NOT NULL, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL, "room_id" integer, CONSTRAINT "fk_rails_room"
FOREIGN KEY ("room_id")
  REFERENCES "rooms" ("id")
);
CREATE INDEX "index_appointments_on_patient_id" ON "appointments" ("patient_id");
CREATE INDEX "index_appointments_on_room_id" ON "appointments" ("room_id");
INSERT INTO "appointments" SELECT * FROM "aappointments";
DROP TABLE "aappointments";
