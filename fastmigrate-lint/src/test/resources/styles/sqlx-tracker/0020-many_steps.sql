pragma foreign_keys = on;
delete from project where name = 'test';
