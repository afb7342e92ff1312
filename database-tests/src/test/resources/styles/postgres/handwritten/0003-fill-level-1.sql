UPDATE member SET level = 'bronze' WHERE id BETWEEN 1 AND 100000;
