create view open_issue as
    select i.*, p.name as project from issue i join project p using (project_id) where i.state = 'open';
create view overdue_issue as
    select *, unixepoch() - due as late_by from open_issue where due < unixepoch();
