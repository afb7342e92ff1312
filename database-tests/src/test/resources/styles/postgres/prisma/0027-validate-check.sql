ALTER TABLE "Comment" VALIDATE CONSTRAINT "Comment_body_check";
