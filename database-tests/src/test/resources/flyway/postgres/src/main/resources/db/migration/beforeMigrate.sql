SET lock_timeout = '${lock_timeout}';
