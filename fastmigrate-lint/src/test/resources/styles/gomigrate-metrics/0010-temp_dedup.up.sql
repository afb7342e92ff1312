CREATE TEMP TABLE dup (name TEXT PRIMARY KEY, keep INT);
INSERT INTO dup SELECT lower(name), min(id) FROM hosts GROUP BY lower(name);
UPDATE alerts SET host = (SELECT h.name FROM dup JOIN hosts h ON h.id = dup.keep WHERE dup.name = lower(alerts.host)) WHERE host IS NOT NULL;
DELETE FROM hosts WHERE id NOT IN (SELECT keep FROM dup);
DROP TABLE dup;
