create index concurrently if not exists article_search
    on article using gin (to_tsvector('english', title || ' ' || body));
