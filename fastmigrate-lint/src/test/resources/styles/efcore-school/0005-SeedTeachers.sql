BEGIN TRANSACTION;
INSERT INTO "Teachers" ("Id", "Name") VALUES (1, 'Grace');
SELECT changes();

INSERT INTO "Teachers" ("Id", "Name") VALUES (2, 'Alan');
SELECT changes();

UPDATE "Courses" SET "TeacherId" = 1 WHERE "Id" = '5f0c2d3e-0000-0000-0000-000000000000';
SELECT changes();
COMMIT;
