CREATE TABLE "shop_old" ("id" serial NOT NULL PRIMARY KEY, "note" text NOT NULL);
