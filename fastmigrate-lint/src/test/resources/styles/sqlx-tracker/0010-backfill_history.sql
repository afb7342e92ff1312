insert into issue_history (issue_id, new_state, at) select issue_id, state, unixepoch() from issue;
