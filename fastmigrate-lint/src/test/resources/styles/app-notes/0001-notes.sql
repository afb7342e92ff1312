create table note (
  id integer primary key,
  parent integer references note(id) on delete cascade,
  title text not null default '',
  body text not null default '',
  deleted integer not null default 0 check (deleted in (0, 1)),
  modified real not null default (julianday('now'))
);
create index note_parent on note(parent);
