ALTER TABLE "Students" ADD "Address_City" TEXT NULL;
ALTER TABLE "Students" ADD "Address_Street" TEXT NULL;
