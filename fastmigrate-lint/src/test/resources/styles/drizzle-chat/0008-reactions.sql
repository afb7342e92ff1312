CREATE TABLE `reactions` (
	`message_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`emoji` text NOT NULL,
	`at` integer DEFAULT (strftime('%s','now')) NOT NULL,
	CONSTRAINT `reactions_pk` PRIMARY KEY(`message_id`, `user_id`, `emoji`)
);
--> statement-breakpoint
ALTER TABLE `messages` ADD `reply_to` integer REFERENCES messages(id);
