create table state (k text primary key not null, v blob) without rowid;
replace into state values ('cursor', x'00'), ('key', zeroblob(16));
