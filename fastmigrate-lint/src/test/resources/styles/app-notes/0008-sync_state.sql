create table sync(key text primary key, value) without rowid;
insert into sync values ('cursor', 0), ('device', lower(hex(randomblob(8))));
