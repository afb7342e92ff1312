INSERT INTO track_point (track, n, lat, lon)
SELECT t.id, p.key, json_extract(p.value, '$[0]'), json_extract(p.value, '$[1]')
FROM track t CROSS JOIN json_each(t.points) p WHERE true
ON CONFLICT (track, n) DO NOTHING;
UPDATE track SET points = '[]';
