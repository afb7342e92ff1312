CREATE TABLE "new__library_book" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(500) NOT NULL, "isbn" char(32) NOT NULL UNIQUE, "pages" integer unsigned NOT NULL CHECK ("pages" >= 0), "language" varchar(2) NOT NULL, "author_id" bigint NOT NULL REFERENCES "library_author" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__library_book" ("id", "title", "isbn", "pages", "author_id", "language") SELECT "id", "title", "isbn", "pages", "author_id", "language" FROM "library_book";
DROP TABLE "library_book";
ALTER TABLE "new__library_book" RENAME TO "library_book";
CREATE INDEX "library_book_author_id_6c1a5c8d" ON "library_book" ("author_id");
