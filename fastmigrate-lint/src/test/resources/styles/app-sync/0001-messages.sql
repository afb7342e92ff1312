create table if not exists message (
  id text not null primary key,
  thread text not null,
  json text not null check (json_valid(json)),
  received_at integer not null default (cast(strftime('%s', 'now') as integer)),
  unique (thread, id)
);
create index if not exists message_sender on message (json_extract(json, '$.from'));
