INSERT INTO `members` (`room_id`, `user_id`, `role`) SELECT `id`, `owner_id`, 'owner' FROM `rooms` WHERE `owner_id` IS NOT NULL;
