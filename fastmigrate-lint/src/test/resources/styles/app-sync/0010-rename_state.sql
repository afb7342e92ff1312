alter table state rename column v to value;
alter table state rename to kv;
