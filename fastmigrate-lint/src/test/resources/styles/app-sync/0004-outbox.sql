create table outbox (id integer primary key, message text references message (id), attempts integer not null default 0, next_at integer);
create index outbox_next on outbox (next_at) where attempts < 5;
