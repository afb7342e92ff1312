ALTER TABLE `line_items` CHANGE `sku` `sku` varchar(64) NOT NULL;
ALTER TABLE `line_items` CHANGE `quantity` `quantity` bigint DEFAULT 1 NOT NULL;
