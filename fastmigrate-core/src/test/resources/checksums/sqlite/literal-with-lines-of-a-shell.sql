INSERT INTO t VALUES ('
GO
;
/
;
.mode csv
');
SELECT 1;