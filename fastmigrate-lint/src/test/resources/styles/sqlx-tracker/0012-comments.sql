create table comment (
    comment_id integer primary key,
    issue_id integer not null references issue (issue_id),
    author integer not null references person (person_id),
    body text not null,
    data text check (json_valid(data))
) strict;
create index comment_author on comment (author);
