ALTER TABLE `users` COMMENT 'People who sign in';
ALTER TABLE `users` CHANGE `email` `email` varchar(255) NOT NULL COMMENT 'Lower case';
