ALTER TABLE `users` DROP COLUMN `avatar`;
