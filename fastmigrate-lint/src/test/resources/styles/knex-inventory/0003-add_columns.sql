alter table `items` add column `weight` float;
alter table `items` add column `status` text check (`status` in ('draft', 'live')) default 'draft';
