update note set title = "Untitled" where title = "";
create index note_live on note(modified) where deleted = "0";
