alter table account add column api_token uuid default gen_random_uuid();
create unique index concurrently account_api_token on account (api_token);
