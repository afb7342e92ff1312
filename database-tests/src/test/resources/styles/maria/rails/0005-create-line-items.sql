CREATE TABLE `line_items` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `order_id` bigint, `sku` varchar(40) NOT NULL, `quantity` int DEFAULT 1 NOT NULL, `weight` float, INDEX `index_line_items_on_order_id`  (`order_id`));
ALTER TABLE `line_items` ADD CONSTRAINT `fk_rails_2dc2e5c22c` FOREIGN KEY (`order_id`) REFERENCES `orders` (`id`) ON DELETE CASCADE;
