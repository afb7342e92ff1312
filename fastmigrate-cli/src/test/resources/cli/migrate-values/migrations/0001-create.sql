CREATE TABLE ${table} (x);
