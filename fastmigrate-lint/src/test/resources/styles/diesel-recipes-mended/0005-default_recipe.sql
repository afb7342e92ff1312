INSERT INTO recipes (name, minutes) VALUES ('Water', 1);
INSERT INTO steps (recipe_id, position, text, seconds)
SELECT id, 1, 'Open the tap', 5 FROM recipes WHERE name = 'Water';
