INSERT INTO users (name) VALUES (1);
SELECT #;
