ALTER TABLE "user" ADD COLUMN invited_by INTEGER;
ALTER TABLE "user" ADD FOREIGN KEY(invited_by) REFERENCES "user" (id);
CREATE INDEX ix_user_invited_by ON "user" (invited_by);
