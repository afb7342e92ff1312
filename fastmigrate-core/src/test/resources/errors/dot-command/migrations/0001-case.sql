CREATE TABLE a (x);
.mode csv
.import a.csv a
