CREATE TABLE "library_loan" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due" date NOT NULL, "returned" bool NOT NULL, "book_id" bigint NOT NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED, "reader_id" char(32) NOT NULL REFERENCES "library_reader" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_open_loan" UNIQUE ("book_id", "returned"));
CREATE INDEX "library_loan_book_id_a" ON "library_loan" ("book_id");
CREATE INDEX "library_loan_reader_id_b" ON "library_loan" ("reader_id");
