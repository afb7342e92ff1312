DELETE FROM place_box;
INSERT INTO place_box SELECT id, lat, lat, lon, lon FROM place;
