CREATE TABLE IF NOT EXISTS "doctors" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar(120) NOT NULL, "fee" decimal(8,2) DEFAULT 0.0, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE UNIQUE INDEX "index_doctors_on_name" ON "doctors" ("name") /*application='Clinic'*/;
