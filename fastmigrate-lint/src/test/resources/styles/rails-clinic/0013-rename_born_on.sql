ALTER TABLE "patients" RENAME COLUMN "born_on" TO "birthday";
