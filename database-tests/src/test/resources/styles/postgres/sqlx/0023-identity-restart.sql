alter table article alter column id restart with 100000;
select setval(pg_get_serial_sequence('comment', 'id'), 5000);
