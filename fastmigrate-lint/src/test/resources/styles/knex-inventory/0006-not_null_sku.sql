CREATE TABLE `_knex_temp_alter456` (`id` integer not null primary key autoincrement, `name` varchar(255) not null, `sku` varchar(64) NOT NULL, `price` float not null default '0', `created_at` datetime default CURRENT_TIMESTAMP, `updated_at` datetime default CURRENT_TIMESTAMP, `weight` float, `status` text default 'draft');
INSERT INTO _knex_temp_alter456 SELECT * FROM items;
DROP TABLE "items";
ALTER TABLE "_knex_temp_alter456" RENAME TO "items";
