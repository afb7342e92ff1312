alter table comment add column created_at integer not null default (unixepoch());
