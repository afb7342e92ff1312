alter table article alter column favourites type bigint, alter column comment_count type bigint;
