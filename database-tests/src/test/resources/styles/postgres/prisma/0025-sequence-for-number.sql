-- AlterTable
CREATE SEQUENCE "plan_number_seq";
ALTER TABLE "Plan" ADD COLUMN     "number" INTEGER NOT NULL DEFAULT nextval('plan_number_seq');
ALTER SEQUENCE "plan_number_seq" OWNED BY "Plan"."number";
