ALTER TABLE `orders` ADD `note` text;
ALTER TABLE `orders` ADD `paid_at` datetime(6);
