create table follow (
    follower uuid not null references account (id) on delete cascade,
    followed uuid not null references account (id) on delete cascade,
    since timestamptz not null default now(),
    primary key (follower, followed),
    constraint not_oneself check (follower <> followed)
);
