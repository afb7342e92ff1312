CREATE VIRTUAL TABLE doctors_search USING fts5(name, content='doctors', content_rowid='id');
INSERT INTO doctors_search (rowid, name) SELECT id, name FROM doctors;
