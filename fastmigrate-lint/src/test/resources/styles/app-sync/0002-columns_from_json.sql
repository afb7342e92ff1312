alter table message add column sender text as (json ->> '$.from') virtual;
alter table message add column subject text as (json ->> 'subject');
create index message_subject on message (subject collate nocase);
