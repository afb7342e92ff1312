create table favourite (
    account_id uuid not null references account (id) on delete cascade,
    article_id bigint not null references article (id) on delete cascade,
    primary key (account_id, article_id)
);
create index favourite_article on favourite (article_id);
update article a set favourites = (select count(*) from favourite f where f.article_id = a.id);
