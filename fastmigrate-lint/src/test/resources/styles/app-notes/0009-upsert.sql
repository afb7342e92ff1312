insert into sync(key, value) values ('schema', 9)
  on conflict(key) do update set value = excluded.value where excluded.value > sync.value;
