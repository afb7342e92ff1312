create table `users` (`id` integer not null primary key autoincrement, `email` varchar(255) not null, `api_key` varchar(64), `password` varchar(255));
insert into `users` (`email`, `api_key`, `password`) values ('bot@example.org', NULL, NULL);
