create table page_view (
    article_id bigint not null,
    seen_at timestamptz not null,
    account_id uuid,
    referrer text
) partition by range (seen_at);

create table page_view_2024 partition of page_view for values from ('2024-01-01') to ('2025-01-01');
create table page_view_default partition of page_view default;
create index page_view_article on page_view (article_id, seen_at);
