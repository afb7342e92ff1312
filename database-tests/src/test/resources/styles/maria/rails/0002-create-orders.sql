CREATE TABLE `orders` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `user_id` bigint NOT NULL, `number` varchar(20) NOT NULL, `total` decimal(10,2) DEFAULT 0.0 NOT NULL, `state` varchar(255) DEFAULT 'new' NOT NULL, `created_at` datetime(6) NOT NULL, `updated_at` datetime(6) NOT NULL, INDEX `index_orders_on_user_id`  (`user_id`), CONSTRAINT `fk_rails_f868b47f6a`
FOREIGN KEY (`user_id`)
  REFERENCES `users` (`id`)
);
