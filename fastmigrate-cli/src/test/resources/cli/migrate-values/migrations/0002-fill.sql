-- ${no}
INSERT INTO ${table} VALUES ('${text}');
