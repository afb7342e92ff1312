CREATE VIEW published_posts AS
SELECT p.id, p.title, p.slug, p.published_at, u.username AS author
FROM posts p INNER JOIN users u ON u.id = p.author_id
WHERE p.published;
