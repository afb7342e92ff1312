-- DropForeignKey
ALTER TABLE "User" DROP CONSTRAINT "User_plan_fkey";

-- AlterTable
ALTER TABLE "User" ALTER COLUMN "planId" SET NOT NULL;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_planId_fkey" FOREIGN KEY ("planId") REFERENCES "Plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
