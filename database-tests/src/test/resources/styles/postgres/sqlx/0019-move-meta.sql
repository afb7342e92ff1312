alter table article add column cover_url text;
update article set cover_url = meta ->> 'cover', meta = meta - 'cover' where meta ? 'cover';
