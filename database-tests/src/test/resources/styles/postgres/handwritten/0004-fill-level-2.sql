UPDATE member SET level = 'bronze' WHERE id > 100000 AND level IS NULL;
