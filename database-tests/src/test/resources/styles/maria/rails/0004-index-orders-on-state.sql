CREATE INDEX `index_orders_on_state` ON `orders` (`state`);
