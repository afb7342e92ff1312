CREATE TABLE a (x);

INSERT ITNO users (name) VALUES (1);
