create table priority (
    priority integer primary key,
    name text not null
) strict;
insert into priority values (1, 'urgent'), (2, 'high'), (3, 'normal'), (4, 'low'), (5, 'some day');
create view issue_with_priority as
    select issue_id, title, priority.name as priority from issue join priority using (priority);
