CREATE TABLE a (x);
VACUUM INTO '/no/such/directory/a.db';
