CREATE INDEX bookmark_by_age ON bookmark (created_at DESC, id DESC);
CREATE INDEX bookmark_tag_by_tag ON bookmark_tag (tag_id);
