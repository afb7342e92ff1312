create view inbox as select id, subject, sender from message where flags & 4 = 0;
create trigger inbox_archive instead of delete on inbox
begin
  update message set flags = flags | 4 where id = old.id;
end;
