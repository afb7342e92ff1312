create table contact (
  address text primary key,
  name text,
  seen_count int default 0 not null,
  first_seen datetime default (datetime('now', 'localtime'))
);
insert into contact (address, name) select sender, max(json ->> '$.name') from message where sender is not null group by sender;
