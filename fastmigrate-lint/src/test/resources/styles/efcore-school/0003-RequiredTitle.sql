BEGIN TRANSACTION;

UPDATE "Courses" SET "Title" = '' WHERE "Title" IS NULL;

CREATE TABLE "ef_temp_Courses" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Courses" PRIMARY KEY,
    "Credits" INTEGER NOT NULL,
    "Title" TEXT NOT NULL
);

INSERT INTO "ef_temp_Courses" ("Id", "Credits", "Title")
SELECT "Id", "Credits", IFNULL("Title", '')
FROM "Courses";

COMMIT;

PRAGMA foreign_keys = 0;

BEGIN TRANSACTION;

DROP TABLE "Courses";

ALTER TABLE "ef_temp_Courses" RENAME TO "Courses";

COMMIT;

PRAGMA foreign_keys = 1;
