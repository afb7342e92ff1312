ALTER TABLE "library_loan" ADD COLUMN "note" text NULL;
ALTER TABLE "library_loan" ADD COLUMN "fine" decimal NULL;
