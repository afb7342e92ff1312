alter table article
    add column language text not null default 'en',
    add constraint article_language check (language in ('en', 'de', 'fr'));
