CREATE TABLE IF NOT EXISTS `Members_backup` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `nick` VARCHAR(255) NOT NULL UNIQUE, `role` TEXT DEFAULT 'member', `createdAt` DATETIME NOT NULL, `updatedAt` DATETIME NOT NULL);
INSERT INTO `Members_backup` SELECT `id`, `nick`, `role`, `createdAt`, `updatedAt` FROM `Members`;
DROP TABLE `Members`;
CREATE TABLE IF NOT EXISTS `Members` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `nick` VARCHAR(255) NOT NULL UNIQUE, `role` TEXT DEFAULT 'member', `createdAt` DATETIME NOT NULL, `updatedAt` DATETIME NOT NULL);
INSERT INTO `Members` SELECT `id`, `nick`, `role`, `createdAt`, `updatedAt` FROM `Members_backup`;
DROP TABLE `Members_backup`;
