with recursive days(day) as (values ('2024-01-01') union all select date(day, '+1 day') from days where day < '2024-01-31')
insert into kv (k, value) select 'day:' || day, null from days;
