CREATE TABLE crates (
  id SERIAL PRIMARY KEY,
  name VARCHAR NOT NULL UNIQUE,
  downloads INTEGER NOT NULL DEFAULT 0,
  user_id INTEGER NOT NULL REFERENCES users(id),
  updated_at TIMESTAMP NOT NULL DEFAULT now()
);
SELECT track_updates('crates');
