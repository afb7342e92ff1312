CREATE VIRTUAL TABLE f USING fts5(x, content='a');
INSERT INTO f (f) VALUES ('rebuild');