update account set updated_at = created_at where updated_at is null;
alter table account alter column updated_at set not null;
alter table account alter column updated_at set default now();
