create table project (
    project_id blob primary key not null,
    name text collate nocase not null unique,
    created_at integer not null default (unixepoch())
) strict, without rowid;

create table issue (
    issue_id integer primary key,
    project_id blob not null references project (project_id) on delete cascade,
    title text not null,
    state text not null default 'open' check (state in ('open', 'closed', 'dropped')),
    priority integer not null default 3 check (priority between 1 and 5),
    data any
) strict;
create index issue_project_state on issue (project_id, state);
