create table article (
    id          bigint generated always as identity primary key,
    author_id   uuid not null references account (id) on delete cascade,
    slug        text not null unique,
    title       text not null,
    body        text not null default '',
    tags        text[] not null default '{}',
    meta        jsonb not null default '{}'::jsonb,
    published_at timestamptz,
    created_at  timestamptz not null default now()
);

create index article_author on article (author_id, created_at desc);
create index article_tags on article using gin (tags);
create index article_public on article (published_at desc) where published_at is not null;
