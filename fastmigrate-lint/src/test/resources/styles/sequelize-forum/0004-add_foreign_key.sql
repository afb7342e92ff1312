CREATE INDEX `threads__member_id` ON `Threads` (`MemberId`);
ALTER TABLE `Threads` ADD `parentId` UUID REFERENCES `Threads` (`id`) ON DELETE CASCADE ON UPDATE CASCADE;
