ALTER TABLE "users" ADD "doctor_id" integer CONSTRAINT "fk_rails_d0c70" REFERENCES "doctors"("id");
