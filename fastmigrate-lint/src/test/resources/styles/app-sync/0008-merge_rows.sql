insert into outbox (message, next_at)
select id, unixepoch('now') from message where flags & 2
on conflict (message) do update set next_at = excluded.next_at, attempts = attempts + 1
returning id;
