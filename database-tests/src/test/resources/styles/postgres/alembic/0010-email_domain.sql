CREATE DOMAIN email_address AS VARCHAR(255) CHECK (VALUE LIKE '%@%');
ALTER TABLE "user" ALTER COLUMN email TYPE email_address;
