ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_check" CHECK ("price" >= 0);
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_body_check" CHECK (length("body") <= 10000) NOT VALID;
