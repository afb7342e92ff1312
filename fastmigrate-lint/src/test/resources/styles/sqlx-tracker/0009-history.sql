create table issue_history (
    issue_id integer not null references issue (issue_id) on delete cascade,
    at integer not null default (unixepoch()),
    old_state text,
    new_state text not null
) strict;
create index issue_history_issue on issue_history (issue_id, at);

create trigger issue_state_change after update of state on issue when new.state <> old.state begin
    insert into issue_history (issue_id, old_state, new_state) values (new.issue_id, old.state, new.state);
end;
