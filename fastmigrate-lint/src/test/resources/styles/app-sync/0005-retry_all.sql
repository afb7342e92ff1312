update outbox set attempts = 0, next_at = null;
