INSERT INTO ${shelf} (label) VALUES ('${app_owner}');
