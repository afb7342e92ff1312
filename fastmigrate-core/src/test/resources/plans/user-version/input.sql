PRAGMA user_version = 7;
PRAGMA application_id = 5;