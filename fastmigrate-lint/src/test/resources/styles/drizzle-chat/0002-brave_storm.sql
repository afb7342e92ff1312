CREATE TABLE `messages` (
	`id` integer PRIMARY KEY NOT NULL,
	`room_id` text NOT NULL,
	`author_id` integer,
	`body` text NOT NULL,
	`sent_at` integer NOT NULL,
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `messages_room_sent` ON `messages` (`room_id`,`sent_at`);
