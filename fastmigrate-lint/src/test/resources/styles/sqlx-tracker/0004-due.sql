alter table issue add column due integer;
create index issue_due on issue (due) where due is not null and state = 'open';
