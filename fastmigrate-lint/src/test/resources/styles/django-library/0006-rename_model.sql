ALTER TABLE "library_member" RENAME TO "library_reader";
CREATE TABLE "new__library_member_favourites" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "reader_id" char(32) NOT NULL REFERENCES "library_reader" ("id") DEFERRABLE INITIALLY DEFERRED, "book_id" bigint NOT NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__library_member_favourites" ("id", "book_id", "reader_id") SELECT "id", "book_id", "member_id" FROM "library_member_favourites";
DROP TABLE "library_member_favourites";
ALTER TABLE "new__library_member_favourites" RENAME TO "library_reader_favourites";
CREATE UNIQUE INDEX "library_reader_favourites_uniq" ON "library_reader_favourites" ("reader_id", "book_id");
CREATE INDEX "library_reader_favourites_book" ON "library_reader_favourites" ("book_id");
