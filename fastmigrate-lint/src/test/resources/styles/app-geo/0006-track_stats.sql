CREATE VIEW track_stats AS
SELECT track, count(*) AS points, max(lat) - min(lat) AS height,
       first_value(lat) OVER (PARTITION BY track ORDER BY n) AS start_lat
FROM track_point GROUP BY track;
