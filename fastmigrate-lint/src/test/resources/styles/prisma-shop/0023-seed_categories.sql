INSERT INTO "Category" ("slug", "title") VALUES ('books', 'Books'), ('games', 'Games'), ('other', 'Everything else');
INSERT INTO "Tag" ("name") VALUES ('new'), ('sale');
