CREATE VIEW host_status AS
SELECT h.name, h.last_seen, (SELECT count(*) FROM alerts a WHERE a.host = h.name AND a.resolved_at IS NULL) AS open_alerts,
       rank() OVER (ORDER BY h.last_seen DESC) AS recency
FROM hosts h;
