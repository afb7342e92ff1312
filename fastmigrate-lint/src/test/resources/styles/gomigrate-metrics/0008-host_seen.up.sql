ALTER TABLE hosts ADD COLUMN last_seen INTEGER;
UPDATE hosts SET last_seen = s.ts FROM (SELECT host_id, max(ts) AS ts FROM samples GROUP BY host_id) AS s WHERE s.host_id = hosts.id;
