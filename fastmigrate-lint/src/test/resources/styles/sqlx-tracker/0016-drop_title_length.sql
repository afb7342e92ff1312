drop index issue_title_length;
alter table issue drop column title_length;
