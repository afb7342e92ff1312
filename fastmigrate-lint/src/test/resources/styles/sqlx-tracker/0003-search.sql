create virtual table issue_fts using fts5 (title, content = 'issue', content_rowid = 'issue_id', tokenize = 'porter unicode61');

create trigger issue_fts_insert after insert on issue begin
    insert into issue_fts (rowid, title) values (new.issue_id, new.title);
end;
create trigger issue_fts_delete after delete on issue begin
    insert into issue_fts (issue_fts, rowid, title) values ('delete', old.issue_id, old.title);
end;
create trigger issue_fts_update after update of title on issue begin
    insert into issue_fts (issue_fts, rowid, title) values ('delete', old.issue_id, old.title);
    insert into issue_fts (rowid, title) values (new.issue_id, new.title);
end;

insert into issue_fts (issue_fts) values ('rebuild');
