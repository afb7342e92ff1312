BEGIN;
PRAGMA foreign_keys = ON;
DELETE FROM account WHERE code = '5000';
COMMIT;
