-- A bookmark with its tags. No tag holds a comma.
CREATE VIEW bookmark_overview AS
SELECT b.id, b.url, b.title, b.note, b.created_at,
       coalesce((SELECT group_concat(name, ',')
                 FROM (SELECT t.name
                       FROM bookmark_tag bt JOIN tag t ON t.id = bt.tag_id
                       WHERE bt.bookmark_id = b.id
                       ORDER BY t.name)), '') AS tags
FROM bookmark b;
