ALTER TABLE "tasks" ALTER COLUMN "state" TYPE character varying(20);
ALTER TABLE "tasks" ALTER COLUMN "title" TYPE character varying(255);
ALTER TABLE "tasks" ALTER COLUMN "title" TYPE text;
