pragma application_id = 1196444487;
pragma user_version = 22;
