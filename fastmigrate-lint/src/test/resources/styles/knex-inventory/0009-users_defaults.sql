alter table `users` add column `created_at` datetime not null default '2024-01-01 00:00:00';
alter table `users` add column `uuid` varchar(36) not null default '';
update `users` set `uuid` = lower(hex(randomblob(16))) where `uuid` = '';
create unique index `users_uuid_unique` on `users` (`uuid`);
