RENAME TABLE `line_items` TO `order_items`;
