-- The tags live in a table of their own now.
create table tag (name text primary key);
create table article_tag (article_id bigint not null references article on delete cascade, tag text not null references tag, primary key (tag, article_id));
insert into tag (name) select distinct unnest(tags) from article;
insert into article_tag (article_id, tag) select id, unnest(tags) from article;
alter table article drop column tags;
