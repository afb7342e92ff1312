insert into `suppliers` (`id`, `name`, `rating`) select 'b1946ac9-2f9c-4c1f-9d7e-000000000001' as `id`, 'Acme' as `name`, 1 as `rating` union all select 'b1946ac9-2f9c-4c1f-9d7e-000000000002' as `id`, 'Zeta' as `name`, 3 as `rating`;
update `items` set `price` = 0 where `price` is null;
