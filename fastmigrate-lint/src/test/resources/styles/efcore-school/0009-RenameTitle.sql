ALTER TABLE "Courses" RENAME COLUMN "Title" TO "Name";
DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20230201_Enrollment';
