CREATE TABLE users (
  id SERIAL PRIMARY KEY,
  name VARCHAR NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT now()
);
SELECT track_updates('users');
