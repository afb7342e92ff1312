CREATE TABLE flyway_schema_history (installed_rank INT NOT NULL PRIMARY KEY, version VARCHAR(50), description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL, checksum INT, installed_by VARCHAR(100) NOT NULL, installed_on TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')), execution_time INT NOT NULL, success BOOLEAN NOT NULL);
INSERT INTO flyway_schema_history VALUES (1, '1', 'create books', 'SQL', 'V1__create_books.sql', NULL, '', '2026-01-02 03:04:05.678', 12, 1);
INSERT INTO flyway_schema_history VALUES (2, '1.1', 'add pages', 'SQL', 'V1_1__add_pages.sql', 1, '', '2026-01-02 03:04:06.678', 3, 1);
CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
ALTER TABLE book ADD COLUMN pages INTEGER;
