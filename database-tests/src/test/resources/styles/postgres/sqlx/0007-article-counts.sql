alter table article add column favourites int not null default 0;
alter table article add column comment_count int not null default 0;
