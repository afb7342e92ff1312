-- AlterTable
ALTER TABLE "User" ADD COLUMN     "publicId" UUID NOT NULL DEFAULT gen_random_uuid();

-- CreateIndex
CREATE UNIQUE INDEX "User_publicId_key" ON "User"("publicId");
