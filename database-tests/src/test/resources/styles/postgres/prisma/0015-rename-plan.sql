-- RenameForeignKey
ALTER TABLE "User" RENAME CONSTRAINT "User_planId_fkey" TO "User_plan_fkey";

-- RenameIndex
ALTER INDEX "User_publicId_key" RENAME TO "User_public_key";
