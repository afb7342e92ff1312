create table note_v2 (
  id integer primary key,
  parent integer references note_v2(id) on delete cascade,
  title text not null default '',
  body text not null default '',
  deleted integer not null default 0 check (deleted in (0, 1)),
  modified real not null default (julianday('now')),
  position integer not null default 0
);
insert into note_v2 select id, parent, title, body, deleted, modified, coalesce(position, 0) from note;
drop view note_path;
drop table note;
alter table note_v2 rename to note;
create index note_parent on note(parent);
