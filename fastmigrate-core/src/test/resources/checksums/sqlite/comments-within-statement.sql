CREATE TABLE t ( -- the; key
  id INTEGER, /* a;b */
  n TEXT
);
SELECT 1;