update comment set data = json_set(coalesce(data, '{}'), '$.reactions', json_array());
