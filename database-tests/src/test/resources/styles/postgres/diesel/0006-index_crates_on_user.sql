CREATE INDEX index_crates_user ON crates (user_id);
