alter table article add constraint article_body_length check (length(body) < 1000000) not valid;
alter table article validate constraint article_body_length;
