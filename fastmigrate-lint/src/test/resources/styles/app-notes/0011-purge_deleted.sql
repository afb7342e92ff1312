delete from note where deleted = 1 and modified < julianday('2020-01-01');
