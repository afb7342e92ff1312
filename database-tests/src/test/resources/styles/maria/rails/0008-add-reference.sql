ALTER TABLE `orders` ADD `cashier_id` bigint;
CREATE INDEX `index_orders_on_cashier_id` ON `orders` (`cashier_id`);
ALTER TABLE `orders` ADD CONSTRAINT `fk_rails_7e3a0b2d11` FOREIGN KEY (`cashier_id`) REFERENCES `users` (`id`);
