delete from inbox where sender = 'news@example.org';
