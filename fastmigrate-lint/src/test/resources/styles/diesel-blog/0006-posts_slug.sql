ALTER TABLE posts ADD COLUMN slug VARCHAR NOT NULL DEFAULT '';
UPDATE posts SET slug = lower(replace(title, ' ', '-')) || '-' || id;
CREATE UNIQUE INDEX posts_slug_idx ON posts(slug);
