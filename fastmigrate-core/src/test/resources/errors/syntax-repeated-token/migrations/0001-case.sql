SELECT a, b FROM (SELECT 1 AS a, 2 AS b) WHERE a = b AND AND a = 1;
