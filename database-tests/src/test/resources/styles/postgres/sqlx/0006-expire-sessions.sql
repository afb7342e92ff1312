delete from login_session where expires_at < now() - interval '30 days';
