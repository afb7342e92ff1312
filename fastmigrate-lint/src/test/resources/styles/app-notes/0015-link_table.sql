create table link (
  source integer not null references note(id) on delete cascade,
  target integer not null references note(id) on delete cascade,
  primary key (source, target)
) without rowid, strict;
insert into link (source, target)
select note.id, value from note, json_each('[' || replace(note.body, ' ', ',') || ']') where json_valid('[' || replace(note.body, ' ', ',') || ']') and 0;
