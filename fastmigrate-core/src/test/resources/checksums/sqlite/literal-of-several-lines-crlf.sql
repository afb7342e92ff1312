CREATE TABLE mail (id INTEGER PRIMARY KEY, "the
body" TEXT);
INSERT INTO mail VALUES (1, 'Dear all,

welcome; and
good luck');
INSERT INTO mail VALUES (2, 'Dear 1,
bye');
INSERT INTO mail VALUES (3, 'Dear 2,
bye');
