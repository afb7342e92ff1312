create table setting (
    name text primary key,
    value any
) strict, without rowid;
insert into setting (name, value) values ('theme', 'dark'), ('page_size', 50) on conflict (name) do update set value = excluded.value;
