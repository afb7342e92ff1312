create table `suppliers` (`id` char(36), `name` varchar(255), `rating` integer check (`rating` in (1, 2, 3)), primary key (`id`));
create table `item_supplier` (`item_id` integer, `supplier_id` char(36), foreign key(`item_id`) references `items`(`id`) on delete CASCADE, foreign key(`supplier_id`) references `suppliers`(`id`), primary key (`item_id`, `supplier_id`));
