DROP INDEX IF EXISTS "users_handle_unique";--> statement-breakpoint
CREATE UNIQUE INDEX `users_handle_lower` ON `users` (lower("handle"));
