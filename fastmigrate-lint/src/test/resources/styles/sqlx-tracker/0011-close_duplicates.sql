update issue set state = 'dropped'
where issue_id in (
    select issue_id from (
        select issue_id, row_number() over (partition by project_id, title order by issue_id) as n from issue where state = 'open'
    ) where n > 1
);
