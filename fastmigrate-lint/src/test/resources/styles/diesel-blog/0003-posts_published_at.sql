ALTER TABLE posts ADD COLUMN published_at TIMESTAMP;
UPDATE posts SET published_at = '2024-01-01 00:00:00' WHERE published;
