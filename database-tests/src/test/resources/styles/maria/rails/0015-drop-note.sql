ALTER TABLE `orders` DROP COLUMN `note`;
DROP INDEX `index_orders_on_state` ON `orders`;
