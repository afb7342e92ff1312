create trigger contact_seen after insert on message when new.sender is not null
begin
  insert into contact (address, seen_count) values (new.sender, 1)
  on conflict (address) do update set seen_count = seen_count + 1;
end;
