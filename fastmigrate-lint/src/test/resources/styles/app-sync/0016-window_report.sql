create view busiest as
select sender, n, sum(n) over (order by n desc rows unbounded preceding) * 1.0 / sum(n) over () as share
from (select sender, count(*) as n from message group by sender);
