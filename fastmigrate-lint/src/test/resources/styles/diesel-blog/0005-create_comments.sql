CREATE TABLE comments (
    id INTEGER PRIMARY KEY NOT NULL,
    post_id INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users(id) ON DELETE SET NULL,
    body TEXT NOT NULL CHECK (length(body) > 0)
);
CREATE INDEX comments_post_idx ON comments(post_id);
CREATE INDEX comments_user_idx ON comments(user_id) WHERE user_id IS NOT NULL;
