BEGIN TRANSACTION;

CREATE TABLE "Enrollments" (
    "StudentId" INTEGER NOT NULL,
    "CourseId" TEXT NOT NULL,
    "Grade" TEXT NULL,
    CONSTRAINT "PK_Enrollments" PRIMARY KEY ("StudentId", "CourseId"),
    CONSTRAINT "FK_Enrollments_Courses_CourseId" FOREIGN KEY ("CourseId") REFERENCES "Courses" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_Enrollments_Students_StudentId" FOREIGN KEY ("StudentId") REFERENCES "Students" ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_Enrollments_CourseId" ON "Enrollments" ("CourseId");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20230201_Enrollment', '7.0.2');

COMMIT;
