ALTER TABLE `orders` ADD `year` int AS (year(`created_at`)) VIRTUAL;
