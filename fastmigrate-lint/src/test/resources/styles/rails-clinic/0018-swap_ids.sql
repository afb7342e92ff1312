UPDATE "notes" SET "subject_type" = "Patient" WHERE "subject_type" = "patient";
