pragma table_info(message);
