create table person (person_id integer primary key, name text not null, email text) strict;
create unique index person_email on person (lower(email));
alter table issue add column assignee integer references person (person_id) on delete set null;
create index issue_assignee on issue (assignee);
