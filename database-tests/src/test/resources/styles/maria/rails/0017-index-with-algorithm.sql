CREATE INDEX `index_orders_on_paid_at` ON `orders` (`paid_at`) ALGORITHM = default;
CREATE INDEX `index_users_on_created_at` USING btree ON `users` (`created_at`) ALGORITHM = INPLACE LOCK = NONE;
