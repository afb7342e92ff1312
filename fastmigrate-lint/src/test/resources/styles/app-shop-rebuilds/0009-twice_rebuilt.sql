CREATE TABLE person_a (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE COLLATE NOCASE, vip INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL);
INSERT INTO person_a SELECT id, email, vip, substr(email, 1, instr(email, '@') - 1) FROM person;
DROP TABLE person;
ALTER TABLE person_a RENAME TO person;
CREATE TABLE person_b (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL);
INSERT INTO person_b SELECT id, email, name FROM person;
DROP TABLE person;
ALTER TABLE person_b RENAME TO person;
