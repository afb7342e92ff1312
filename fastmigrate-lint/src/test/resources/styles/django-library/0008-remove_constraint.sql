CREATE TABLE "new__library_loan" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due" date NOT NULL, "returned" bool NOT NULL, "book_id" bigint NOT NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED, "reader_id" char(32) NOT NULL REFERENCES "library_reader" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__library_loan" ("id", "due", "returned", "book_id", "reader_id") SELECT "id", "due", "returned", "book_id", "reader_id" FROM "library_loan";
DROP TABLE "library_loan";
ALTER TABLE "new__library_loan" RENAME TO "library_loan";
CREATE INDEX "library_loan_book_id_a" ON "library_loan" ("book_id");
CREATE INDEX "library_loan_reader_id_b" ON "library_loan" ("reader_id");
