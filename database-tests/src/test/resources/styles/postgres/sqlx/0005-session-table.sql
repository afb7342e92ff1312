create table login_session (
    token_hash bytea primary key,
    account_id uuid not null references account,
    expires_at timestamptz not null,
    user_agent text,
    ip inet
);
create index on login_session (account_id);
create index login_session_expiry on login_session using brin (expires_at);
