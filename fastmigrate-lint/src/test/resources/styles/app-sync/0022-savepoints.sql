savepoint one;
update contact set name = trim(name) where name is not null;
release one;
