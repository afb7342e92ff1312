INSERT INTO `genre` (`name`, `parent`) VALUES ("bebop", "jazz");
INSERT INTO genre (name) SELECT "swing" WHERE NOT EXISTS (SELECT * FROM genre WHERE name = "swing");
DELETE FROM genre WHERE name IN ("jazz", "blues") AND parent IS NULL;
UPDATE genre SET parent = "name" WHERE parent IS NULL;
