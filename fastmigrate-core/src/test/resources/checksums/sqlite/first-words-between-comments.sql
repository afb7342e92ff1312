-- one
/* two */ SELECT -- three
 1;