CREATE VIEW active_users AS SELECT id, mail FROM users;
