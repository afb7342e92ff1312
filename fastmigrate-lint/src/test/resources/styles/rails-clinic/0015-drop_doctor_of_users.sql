ALTER TABLE "users" DROP COLUMN "doctor_id";
