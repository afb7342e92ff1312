DELETE FROM kind WHERE name NOT IN (SELECT kind FROM place);
