create view note_path as
with recursive path(id, path, depth) as (
  select id, title, 0 from note where parent is null
  union all
  select note.id, path.path || '/' || note.title, path.depth + 1 from note join path on note.parent = path.id
)
select id, path, depth from path;
create trigger note_ai after insert on note begin
  insert into note_text(rowid, title, body) values (new.id, new.title, new.body);
end;
