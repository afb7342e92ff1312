ALTER TABLE `users` ADD `admin` tinyint(1) DEFAULT 0 NOT NULL, ADD `token` varchar(36) DEFAULT uuid() NOT NULL;
