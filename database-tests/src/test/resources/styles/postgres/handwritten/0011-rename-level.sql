ALTER TYPE level RENAME VALUE 'bronze' TO 'basic';
