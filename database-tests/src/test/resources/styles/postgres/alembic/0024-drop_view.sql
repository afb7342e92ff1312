DROP VIEW "user";
