CREATE VIEW "library_overdue" AS SELECT "l"."id", "b"."title" FROM "library_loan" "l" INNER JOIN "library_book" "b" ON ("l"."book_id" = "b"."id") WHERE NOT "l"."returned";
