ALTER TABLE "user" RENAME TO member;
CREATE VIEW "user" AS SELECT * FROM member;
ALTER INDEX ix_user_email RENAME TO ix_member_email;
