CREATE TABLE "library_member" ("id" char(32) NOT NULL PRIMARY KEY, "joined" datetime NOT NULL, "active" bool NOT NULL, "preferences" text NOT NULL CHECK ((JSON_VALID("preferences") OR "preferences" IS NULL)));
CREATE TABLE "library_member_favourites" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "member_id" char(32) NOT NULL REFERENCES "library_member" ("id") DEFERRABLE INITIALLY DEFERRED, "book_id" bigint NOT NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE UNIQUE INDEX "library_member_favourites_member_id_book_id_1_uniq" ON "library_member_favourites" ("member_id", "book_id");
CREATE INDEX "library_member_favourites_member_id_2" ON "library_member_favourites" ("member_id");
CREATE INDEX "library_member_favourites_book_id_3" ON "library_member_favourites" ("book_id");
