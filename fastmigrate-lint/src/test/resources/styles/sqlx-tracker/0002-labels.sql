create table label (
    label_id integer primary key,
    name text not null unique,
    color text not null check (color like '#______')
) strict;
create table issue_label (
    issue_id integer not null references issue on delete cascade,
    label_id integer not null references label on delete cascade,
    primary key (issue_id, label_id)
) strict, without rowid;
create index issue_label_label on issue_label (label_id);
