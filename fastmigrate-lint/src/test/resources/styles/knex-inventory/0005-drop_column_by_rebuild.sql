PRAGMA foreign_keys = OFF;
CREATE TABLE `_knex_temp_alter123` (`id` integer not null primary key autoincrement, `name` varchar(255) not null, `sku` varchar(64), `price` float not null default '0', `created_at` datetime default CURRENT_TIMESTAMP, `updated_at` datetime default CURRENT_TIMESTAMP, `weight` float, `status` text check (`status` in ('draft', 'live')) default 'draft');
INSERT INTO _knex_temp_alter123 SELECT `id`, `name`, `sku`, `price`, `created_at`, `updated_at`, `weight`, `status` FROM `items`;
DROP TABLE "items";
ALTER TABLE "_knex_temp_alter123" RENAME TO "items";
CREATE UNIQUE INDEX `items_sku_unique` on `items` (`sku`);
PRAGMA foreign_keys = ON;
