alter table note add column position integer;
with numbered as (select id, row_number() over (partition by parent order by title) as n from note)
update note set position = numbered.n from numbered where numbered.id = note.id;
