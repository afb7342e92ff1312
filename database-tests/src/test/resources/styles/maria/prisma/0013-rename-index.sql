-- RenameIndex
ALTER TABLE `Post` RENAME INDEX `Post_slug_key` TO `Post_slug_unique`;
