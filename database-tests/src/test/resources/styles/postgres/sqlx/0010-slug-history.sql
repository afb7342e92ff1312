create table slug_history as
    select id as article_id, slug, now() as since from article;
alter table slug_history add primary key (slug);
