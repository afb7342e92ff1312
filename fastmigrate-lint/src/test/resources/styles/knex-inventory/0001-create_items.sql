create table `items` (`id` integer not null primary key autoincrement, `name` varchar(255) not null, `sku` varchar(64), `price` float not null default '0', `tags` json, `created_at` datetime default CURRENT_TIMESTAMP, `updated_at` datetime default CURRENT_TIMESTAMP);
create unique index `items_sku_unique` on `items` (`sku`);
