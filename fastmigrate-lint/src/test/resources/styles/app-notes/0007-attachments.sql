create table attachment (
  note integer not null references note on delete cascade,
  name text not null,
  bytes blob not null,
  sha256 text generated always as (hex(bytes)) virtual,
  size integer generated always as (length(bytes)) stored,
  primary key (note, name)
);
create index attachment_size on attachment(size desc) where size > 1000000;
