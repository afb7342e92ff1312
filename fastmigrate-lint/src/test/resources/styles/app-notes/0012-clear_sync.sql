delete from sync;
insert into sync(key, value) select 'cursor', max(id) from note;
