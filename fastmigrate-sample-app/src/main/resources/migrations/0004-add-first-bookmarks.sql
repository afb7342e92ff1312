INSERT INTO bookmark (id, url, title, note) VALUES
    (1, 'HTTPS://SQLite.org/lang_altertable.html', 'SQLite: ALTER TABLE',
        'The twelve steps of a table rebuild, and why foreign keys have to be off before it begins.'),
    (2, 'https://www.sqlite.org:443/fts5.html', 'SQLite: FTS5',
        'Full-text search in a virtual table: queries, ranking, external content.'),
    (3, 'https://docs.spring.io/spring-framework/reference/data-access/jdbc.html', 'Spring: JDBC',
        'JdbcClient, transactions, and what happens to exceptions.'),
    (4, 'https://docs.spring.io/spring-boot/reference/actuator/endpoints.html', 'Spring Boot: Endpoints',
        'What an application can tell about itself while it runs.'),
    (5, 'https://sqlite.org', 'SQLite',
        NULL),
    (6, 'https://12factor.net/admin-processes', 'The Twelve-Factor App: Admin processes',
        'Database migrations belong to the release that needs them.');

INSERT INTO tag (id, name) VALUES
    (1, 'SQLite'), (2, 'Spring'), (3, 'search'), (4, 'Reference'), (5, 'essay'), (6, ' migrations ');

INSERT INTO bookmark_tag (bookmark_id, tag_id) VALUES
    (1, 1), (1, 4), (1, 6), (2, 1), (2, 3), (2, 4), (3, 2), (3, 4), (4, 2), (5, 1), (6, 5), (6, 6);
