-- Accounts are created by the sign-up form and by invitations.
create extension if not exists citext;

create table account (
    id          uuid primary key default gen_random_uuid(),
    email       citext not null unique,
    username    text not null check (username ~ '^[a-z0-9_]{3,30}$'),
    password_hash text not null,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz
);

create unique index account_username on account (lower(username));
