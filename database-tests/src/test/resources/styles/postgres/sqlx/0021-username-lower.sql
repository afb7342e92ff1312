begin;
lock table account in exclusive mode;
update account set username = lower(username) where username <> lower(username);
alter table account add constraint username_lower check (username = lower(username));
commit;
