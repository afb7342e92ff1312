delete from outbox where rowid not in (select min(rowid) from outbox group by message);
create unique index outbox_message on outbox (message);
