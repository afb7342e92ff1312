UPDATE `line_items` SET `order_id`=0 WHERE `order_id` IS NULL AND 1=0;
ALTER TABLE `line_items` CHANGE `order_id` `order_id` bigint NOT NULL;
