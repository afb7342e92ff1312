INSERT INTO users (name, email) VALUES ('Bob', 'bob@example.org');
INSERT INTO users (name, email) VALUES ('Eve', 'ada@example.org');
