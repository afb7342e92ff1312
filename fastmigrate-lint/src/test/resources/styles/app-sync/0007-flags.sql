alter table message add column flags integer not null default 0;
update message set flags = flags | 1 where json ->> '$.seen' = 'true';
update or ignore message set thread = json ->> '$.thread' where json ->> '$.thread' is not null;
