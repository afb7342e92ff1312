with kept as (select min(label_id) as label_id, lower(name) as name from label group by lower(name))
update issue_label set label_id = (
    select kept.label_id from kept join label on lower(label.name) = kept.name where label.label_id = issue_label.label_id
);
delete from label where label_id not in (select min(label_id) from label group by lower(name));
