package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.Migrations;
import io.fastmigrate.test.TestServer;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import io.fastmigrate.test.internal.database.TestDatabases;
import io.fastmigrate.test.internal.database.TestedDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test does to its database on MariaDB, and what the next test finds. A dump shows everything that a database holds. */
class MariaCopiesTest {

    private static final String EVERYTHING = """
            CREATE SEQUENCE numbers START WITH 7 INCREMENT BY 1 CACHE 5;
            CREATE TABLE author (id INT AUTO_INCREMENT PRIMARY KEY, first VARCHAR(20), last VARCHAR(20), place INT NOT NULL,
              best INT, CHECK (place > 0));
            CREATE TABLE book (id INT AUTO_INCREMENT PRIMARY KEY, author INT NOT NULL, title VARCHAR(50) NOT NULL COMMENT 'no AUTO_INCREMENT=5 here',
              number BIGINT NOT NULL DEFAULT NEXTVAL(numbers), loud VARCHAR(60) AS (concat(title, '!')) VIRTUAL, length INT AS (char_length(title)) STORED,
              FULLTEXT KEY words (title), FOREIGN KEY (author) REFERENCES author (id) ON DELETE CASCADE) COMMENT 'x AUTO_INCREMENT=9 y';
            ALTER TABLE author ADD FOREIGN KEY (best) REFERENCES book (id);
            CREATE TABLE seen (what VARCHAR(40) NOT NULL, at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6));
            CREATE TABLE `odd ``name? :é` (`a b` INT INVISIBLE DEFAULT 3, c INT);
            CREATE TABLE parts (day DATE NOT NULL, n INT) PARTITION BY RANGE (YEAR(day)) (PARTITION p0 VALUES LESS THAN (2020),
              PARTITION p1 VALUES LESS THAN MAXVALUE);
            CREATE TABLE kinds (b BLOB, t LONGTEXT, j JSON, f FLOAT, d DOUBLE, n DECIMAL(30, 10), bits BIT(9), e ENUM('x', 'y'), s SET('p', 'q'),
              g GEOMETRY, u UUID, i INET6, y YEAR, z DATETIME(3), cs VARCHAR(9) COLLATE utf8mb4_bin, ci VARCHAR(9));
            CREATE TABLE old (id INT AUTO_INCREMENT PRIMARY KEY, t TEXT) ENGINE = MyISAM;
            CREATE TABLE history (id INT PRIMARY KEY, t TEXT) WITH SYSTEM VERSIONING;
            CREATE TABLE empty (id INT AUTO_INCREMENT PRIMARY KEY, t TEXT);
            INSERT INTO author (first, last, place) VALUES ('ab', 'c', 1), ('Jane', 'Austen', 2), ('gone', 'soon', 3);
            INSERT INTO book (author, title) VALUES (1, 'one'), (2, 'Emma');
            UPDATE author SET best = 2 WHERE id = 2;
            SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
            INSERT INTO author VALUES (0, 'zero', 'id', 4, NULL);
            SET sql_mode = DEFAULT;
            DELETE FROM author WHERE id = 3;
            INSERT INTO seen (what) VALUES ('first'), ('first');
            INSERT INTO `odd ``name? :é` (c) VALUES (1), (NULL);
            INSERT INTO parts VALUES ('2019-01-01', 1), ('2021-01-01', 2);
            INSERT INTO kinds VALUES (x'00ff', repeat('long ', 1000), '{"a": 1}', 0.1, 0.1, 1.0000000001, b'101', 'x', 'p,q', ST_GeomFromText('POINT(1 2)'),
              uuid(), '::1', 2020, '2020-01-01 00:00:00.123', 'a', 'a'), (NULL, '', NULL, 1e10, 1e-300, NULL, NULL, 'y', '', NULL, NULL, NULL, NULL, NULL, NULL, '');
            INSERT INTO old (t) VALUES ('kept');
            INSERT INTO history VALUES (1, 'a');
            """;

    private static final String OBJECTS = """
            DELIMITER //
            CREATE FUNCTION shout(t TEXT) RETURNS TEXT DETERMINISTIC BEGIN RETURN concat(t, '!'); END//
            CREATE PROCEDURE clear() BEGIN DELETE FROM seen; END//
            CREATE TRIGGER author_second AFTER INSERT ON author FOR EACH ROW BEGIN INSERT INTO seen (what) VALUES ('second'); END//
            CREATE TRIGGER author_first AFTER INSERT ON author FOR EACH ROW PRECEDES author_second INSERT INTO seen (what) VALUES ('before')//
            CREATE TRIGGER author_gone BEFORE DELETE ON author FOR EACH ROW INSERT INTO seen (what) VALUES ('gone')//
            DELIMITER ;
            CREATE VIEW a_of_b AS SELECT id, shout(title) AS t FROM b_of_books;
            CREATE VIEW all_kinds AS SELECT count(*) AS n FROM kinds;
            CREATE EVENT tick ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO DELETE FROM seen;
            """;

    @TempDir
    private static Path directory;

    static final class Maria implements TestServer {
        @Override
        public String url() {
            return Servers.maria("test");
        }
    }

    private static ScriptsUnderTest scripts() {
        return new ScriptsUnderTest(List.of(directory.toString()), MariaCopiesTest.class.getClassLoader(), List.of());
    }

    @BeforeAll
    static void writeScripts() throws Exception {
        new Migrations(directory)
                .with("0001-everything.sql", EVERYTHING)
                .with("0002-view.sql", "CREATE VIEW b_of_books AS SELECT id, title FROM book;\n")
                .with("0003-objects.sql", OBJECTS);
    }

    /** What the database of the first test held. */
    private static final class Unchanged {
        private static final String DUMP = dump();

        private static String dump() {
            try {
                TestedDatabase database = next();
                String dump = MariaCopiesTest.dump(name(database));
                database.close();
                return dump;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static TestDatabases databases() {
        return io.fastmigrate.test.internal.server.Servers.of(Maria.class);
    }

    private static TestedDatabase next() throws SQLException {
        return databases().next(scripts(), scripts().fingerprint(), Optional.empty());
    }

    /** Without what is different each time that scripts run. */
    private static String dump(String database) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Servers.mariaProgram("mariadb-dump"),
                "--protocol=tcp",
                "--port=" + Servers.maria("x").replaceFirst(".*:(\\d+)/.*", "$1"),
                "-utests",
                "-ptests",
                "--skip-dump-date",
                "--skip-comments",
                "--routines",
                "--events",
                "--hex-blob",
                "--order-by-primary",
                "--ignore-table=" + database + "._fastmigrate_history",
                database));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = "\n" + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text.replace(database, "DATABASE")
                .replaceAll("'[0-9a-f-]{36}'", "UUID")
                .replaceAll("'20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}'", "MOMENT");
    }

    private static String name(TestedDatabase database) throws SQLException {
        try (Connection connection = ((DataSource) database.as(DataSource.class)).getConnection()) {
            return query(connection, "SELECT DATABASE()");
        }
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }

    @Test
    void copyHoldsWhatTheScriptsMake() throws Exception {
        String url = Servers.maria();
        FastMigrate scripts = FastMigrate.database(url).migrations(directory).build();
        scripts.create();
        scripts.migrate();
        assertThat(dump(url.replaceFirst(".*/(\\w+)\\?.*", "$1"))).isEqualTo(Unchanged.DUMP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM book",
                "INSERT INTO empty (t) VALUES ('x')",
                "INSERT INTO empty (t) VALUES ('x'); DELETE FROM empty",
                "START TRANSACTION; INSERT INTO empty (t) VALUES ('x'); ROLLBACK",
                "UPDATE author SET first = 'a', last = 'bc' WHERE id = 1",
                "UPDATE author SET place = 3 - place WHERE id IN (1, 2)",
                "UPDATE author SET best = NULL; DELETE FROM author",
                "INSERT INTO author (first, place) VALUES ('new', 9)",
                "INSERT INTO seen (what) VALUES ('third')",
                "UPDATE seen SET at = at + INTERVAL 1 MICROSECOND LIMIT 1",
                "DELETE FROM seen LIMIT 1",
                "SELECT NEXTVAL(numbers)",
                "INSERT INTO book (author, title) VALUES (2, 'x'); DELETE FROM book WHERE title = 'x'",
                "UPDATE parts SET day = '2022-01-01', n = 1 WHERE n = 1",
                "UPDATE `odd ``name? :é` SET `a b` = 4 LIMIT 1",
                "UPDATE `odd ``name? :é` SET c = 0 WHERE c IS NULL",
                "UPDATE kinds SET b = '' WHERE b IS NULL",
                "UPDATE kinds SET f = f + 1e-8 WHERE b IS NOT NULL",
                "UPDATE kinds SET d = d + 1e-17 WHERE b IS NOT NULL",
                "UPDATE kinds SET ci = 'A'",
                "UPDATE kinds SET ci = 'a ' WHERE b IS NOT NULL",
                "UPDATE kinds SET t = concat(t, ' ')",
                "UPDATE kinds SET bits = b'11' WHERE b IS NOT NULL",
                "UPDATE kinds SET g = ST_GeomFromText('POINT(1 2)', 4326) WHERE b IS NOT NULL",
                "UPDATE kinds SET u = uuid() WHERE b IS NOT NULL",
                "UPDATE kinds SET z = z + INTERVAL 1000 MICROSECOND",
                "INSERT INTO old (t) VALUES ('y'); DELETE FROM old",
                "UPDATE history SET t = 'b'; UPDATE history SET t = 'a'",
                "DELETE FROM history",
                "TRUNCATE TABLE seen",
                "ALTER TABLE empty ADD COLUMN c INT",
                "ALTER TABLE empty COMMENT 'changed'",
                "ALTER TABLE empty AUTO_INCREMENT = 50",
                "ALTER SEQUENCE numbers INCREMENT BY 2",
                "CREATE TABLE another (id INT)",
                "DROP TABLE seen",
                "DROP VIEW a_of_b",
                "CREATE OR REPLACE VIEW all_kinds AS SELECT 1 AS n",
                "CREATE OR REPLACE TRIGGER author_gone BEFORE DELETE ON author FOR EACH ROW SET @x = 1",
                "DROP FUNCTION shout",
                "ALTER EVENT tick DISABLE",
                "CREATE EVENT tock ON SCHEDULE EVERY 1 DAY DO DELETE FROM seen",
                "ALTER DATABASE COLLATE utf8mb4_bin",
                "DROP DATABASE ${database}",
                "UPDATE _meta SET version = 1",
                "LOCK TABLES author WRITE",
                "SELECT GET_LOCK('of a test', 0)",
            })
    void nextTestFindsNothingOfTheOneBefore(String statements) throws Exception {
        TestedDatabase first = next();
        String name = name(first);
        Connection left = ((DataSource) first.as(DataSource.class)).getConnection();
        try (Statement statement = left.createStatement()) {
            for (String sql : statements.replace("${database}", name).split("; ", -1)) {
                statement.execute(sql);
            }
        }
        first.close();
        // There are two, or three, so that the one of the test is among the next ones, unless it was dropped.
        TestedDatabase again = next();
        for (int i = 0; i < 3 && !name(again).equals(name); i++) {
            again.close();
            again = next();
        }
        assertThat(dump(name(again))).isEqualTo(Unchanged.DUMP);
        again.close();
    }
}
