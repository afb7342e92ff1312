create view note_json as
select json_object('id', id, 'title', title, 'children', (
  select json_group_array(json_object('id', c.id, 'title', c.title)) from note c where c.parent = note.id
)) as json from note where not deleted;
