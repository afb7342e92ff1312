CREATE INDEX posts_tags_tag_idx ON posts_tags(tag_id);
