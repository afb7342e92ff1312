ALTER TABLE "patients" ADD "email" varchar;
CREATE UNIQUE INDEX "index_patients_on_email" ON "patients" ("email") WHERE email IS NOT NULL;
