ALTER TABLE `orders` ADD CONSTRAINT `chk_rails_total` CHECK (`total` >= 0);
