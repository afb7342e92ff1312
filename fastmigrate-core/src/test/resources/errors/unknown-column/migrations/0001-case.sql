UPDATE users
SET nmae = 'Bob'
WHERE id = 1;
