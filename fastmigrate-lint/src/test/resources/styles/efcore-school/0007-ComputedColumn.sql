ALTER TABLE "Students" ADD "SortName" AS (upper("FullName"));
ALTER TABLE "Students" ADD "Initial" TEXT AS (substr("FullName", 1, 1)) STORED;
