INSERT INTO "Plan" ("name", "price") VALUES ('Free', 0), ('Team', 29.00), ('Business', 99.00);
UPDATE "User" SET "planId" = (SELECT "id" FROM "Plan" WHERE "name" = 'Free') WHERE "planId" IS NULL;
