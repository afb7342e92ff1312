.echo on
SELECT 1;