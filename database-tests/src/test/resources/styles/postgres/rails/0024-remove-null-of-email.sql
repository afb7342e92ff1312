ALTER TABLE "users" ALTER COLUMN "encrypted_password" DROP NOT NULL;
ALTER TABLE "users" ADD CONSTRAINT "chk_rails_email" CHECK (position('@' in "email") > 1);
