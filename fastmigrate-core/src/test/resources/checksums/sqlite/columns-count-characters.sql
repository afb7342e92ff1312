SELECT 'äöü€😀'; SELECT 2;
  /* 名前 */ SELECT 3;