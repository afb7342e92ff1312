create virtual table note_text using fts5(title, body, content='note', content_rowid='id');
create trigger note_ai after insert on note begin
  insert into note_text(rowid, title, body) values (new.id, new.title, new.body);
end;
create trigger note_ad after delete on note begin
  insert into note_text(note_text, rowid, title, body) values('delete', old.id, old.title, old.body);
end;
create trigger note_au after update on note begin
  insert into note_text(note_text, rowid, title, body) values('delete', old.id, old.title, old.body);
  insert into note_text(rowid, title, body) values (new.id, new.title, new.body);
end;
