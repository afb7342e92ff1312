ALTER TABLE `orders` CHANGE `number` `reference` varchar(20) NOT NULL;
