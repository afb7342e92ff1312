create table `events` (`id` bigint primary key, `at` timestamp, `payload` text, `point` point, `amount` decimal(14, 2));
