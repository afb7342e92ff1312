DROP INDEX CONCURRENTLY "index_tasks_on_state_and_due_on";
