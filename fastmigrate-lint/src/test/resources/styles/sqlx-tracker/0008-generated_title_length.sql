alter table issue add column title_length integer as (length(title)) virtual;
create index issue_title_length on issue (title_length);
