CREATE TABLE `tags` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `name` varchar(255));
CREATE TABLE `orders_tags` (`order_id` bigint NOT NULL, `tag_id` bigint NOT NULL);
