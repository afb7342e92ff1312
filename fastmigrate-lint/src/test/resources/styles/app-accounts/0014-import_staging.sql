CREATE TEMPORARY TABLE staging (line TEXT, cents TEXT);
INSERT INTO staging SELECT memo, '100' FROM entry WHERE memo LIKE 'IMPORT %';
INSERT INTO entry (posted_on, memo) SELECT '2024-01-01', line FROM staging;
DROP TABLE staging;
