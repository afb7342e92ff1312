CREATE TABLE "new__library_author" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(200) NOT NULL, "born" date NULL, "bio" text NULL);
INSERT INTO "new__library_author" ("id", "name", "born", "bio") SELECT "id", "name", "born", NULL FROM "library_author";
DROP TABLE "library_author";
ALTER TABLE "new__library_author" RENAME TO "library_author";
CREATE INDEX "library_author_name_idx" ON "library_author" ("name" DESC);
CREATE UNIQUE INDEX "unique_name_born" ON "library_author" ("name", "born") WHERE "born" IS NOT NULL;
