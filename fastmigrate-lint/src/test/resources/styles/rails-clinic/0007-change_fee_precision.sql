CREATE TEMPORARY TABLE "adoctors" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar(120) NOT NULL, "fee" decimal(10,2) DEFAULT 0.0, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL, "active" boolean DEFAULT 1 NOT NULL);
INSERT INTO "adoctors" ("id","name","fee","created_at","updated_at","active")
                     SELECT "id","name","fee","created_at","updated_at","active" FROM "doctors";
DROP TABLE "doctors";
CREATE TABLE "doctors" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar(120) NOT NULL, "fee" decimal(10,2) DEFAULT 0.0, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL, "active" boolean DEFAULT 1 NOT NULL);
CREATE UNIQUE INDEX "index_doctors_on_name" ON "doctors" ("name");
INSERT INTO "doctors" ("id","name","fee","created_at","updated_at","active")
                     SELECT "id","name","fee","created_at","updated_at","active" FROM "adoctors";
DROP TABLE "adoctors";
