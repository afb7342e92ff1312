alter table `suppliers` add column `contact` json default '{}';
alter table `suppliers` add column `phone` string;
