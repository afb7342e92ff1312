-- for any database
CREATE TABLE "a ""b" (id INTEGER PRIMARY KEY, note VARCHAR(80) DEFAULT 'it''s; so');
INSERT INTO "a ""b" VALUES (1, 'first
second'), (2, NULL);
/* a comment; of
two lines */ SELECT id <> 1, note || 'x', 1.5e3, - -1 FROM "a ""b" WHERE id >= 1;
