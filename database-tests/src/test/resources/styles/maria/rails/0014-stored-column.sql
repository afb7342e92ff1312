ALTER TABLE `orders` ADD `gross` decimal(12,2) AS (`total` * 1.19) STORED;
