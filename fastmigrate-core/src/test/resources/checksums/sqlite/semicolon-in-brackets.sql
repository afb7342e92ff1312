CREATE TABLE [a;b] (x);
SELECT * FROM [a;b];