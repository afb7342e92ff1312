BEGIN TRANSACTION;
CREATE TABLE "ef_temp_Enrollments" (
    "StudentId" INTEGER NOT NULL,
    "CourseId" TEXT NOT NULL,
    CONSTRAINT "PK_Enrollments" PRIMARY KEY ("StudentId", "CourseId"),
    CONSTRAINT "FK_Enrollments_Courses_CourseId" FOREIGN KEY ("CourseId") REFERENCES "Courses" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_Enrollments_Students_StudentId" FOREIGN KEY ("StudentId") REFERENCES "Students" ("Id") ON DELETE CASCADE
);
INSERT INTO "ef_temp_Enrollments" ("StudentId", "CourseId") SELECT "StudentId", "CourseId" FROM "Enrollments";
COMMIT;
PRAGMA foreign_keys = 0;
BEGIN TRANSACTION;
DROP TABLE "Enrollments";
ALTER TABLE "ef_temp_Enrollments" RENAME TO "Enrollments";
COMMIT;
PRAGMA foreign_keys = 1;
BEGIN TRANSACTION;
CREATE INDEX "IX_Enrollments_CourseId" ON "Enrollments" ("CourseId");
COMMIT;
