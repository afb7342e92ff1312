CREATE TABLE again (x);
