SELECT 1;
.mode csv
SELECT 2;