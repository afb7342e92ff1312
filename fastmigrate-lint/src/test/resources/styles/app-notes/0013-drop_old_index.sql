drop index if exists attachment_size;
drop index if exists attachment_never_was;
drop trigger if exists note_never_was;
