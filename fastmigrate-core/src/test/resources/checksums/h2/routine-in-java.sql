CREATE TABLE t (n INT PRIMARY KEY, s VARCHAR(200));
CREATE ALIAS twice AS $$
int twice(int x) { // it's;
  return x * 2;
}
$$;
INSERT INTO t VALUES (twice(1), 'j;');
