CREATE VIEW near AS SELECT a.id AS a, b.id AS b FROM place a, place b
WHERE a.id < b.id AND abs(a.lat - b.lat) < 0.01 AND abs(a.lon - b.long) < 0.01;
