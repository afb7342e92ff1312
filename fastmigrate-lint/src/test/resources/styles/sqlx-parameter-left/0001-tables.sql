create table task (id integer primary key, title text not null, owner text);
