package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.test.AtVersion;
import io.fastmigrate.test.FastMigrateTest;
import io.fastmigrate.test.FreshDatabase;
import io.fastmigrate.test.Migrations;
import io.fastmigrate.test.TestServer;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import io.fastmigrate.test.internal.database.TestDatabases;
import io.fastmigrate.test.internal.database.TestedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Tests that have their databases on a MariaDB. */
@FastMigrateTest(migrations = MariaKitTest.SCRIPTS, server = MariaKitTest.Maria.class)
class MariaKitTest {

    static final String SCRIPTS = "target/maria-scripts/{vendor}";

    private static final String FOLDER = SCRIPTS.replace("{vendor}", "mariadb");
    private static final Set<String> DATABASES = new HashSet<>();
    private static final Set<String> MADE = new HashSet<>();

    @FreshDatabase
    private DataSource field;

    static class Maria implements TestServer {

        Maria() {
            try {
                new Migrations(Path.of(FOLDER))
                        .with(
                                "0001-book.sql",
                                "CREATE TABLE book (id INT AUTO_INCREMENT PRIMARY KEY, title TEXT NOT NULL);\n")
                        .with("0002-first.sql", "INSERT INTO book (title) VALUES ('Emma');\n")
                        .with("0003-isbn.sql", "ALTER TABLE book ADD COLUMN isbn TEXT;\n")
                        .with("0004-made.sql", "CREATE TABLE made AS SELECT NOW(6) AS at;\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String url() {
            return Servers.maria("test");
        }
    }

    @RepeatedTest(20)
    void hasItsOwn(Connection connection, FastMigrate fastMigrate) throws SQLException {
        assertThat(fastMigrate.version()).isEqualTo(new Version(4));
        assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("1");
        execute(field, "INSERT INTO book (title) VALUES ('written by a test')");
        assertThat(query(connection, "SELECT max(id) FROM book")).isEqualTo("2");
        DATABASES.add(query(connection, "SELECT DATABASE()"));
        assertThat(DATABASES).hasSizeLessThan(10);
        MADE.add(query(connection, "SELECT at FROM made"));
        assertThat(MADE).as("runs of the scripts").hasSize(1);
    }

    @Test
    @AtVersion(1)
    void migratesFromEarlierVersion(FastMigrate fastMigrate) throws SQLException {
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        execute(field, "INSERT INTO book (title) VALUES ('before')");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(4));
        assertThat(fastMigrate.status().pending()).isEmpty();
    }

    @RepeatedTest(2)
    @AtVersion(0)
    void startsWithNothing(FastMigrate fastMigrate, Connection connection) throws SQLException {
        assertThat(query(
                        connection,
                        "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND"
                                + " TABLE_NAME = 'book'"))
                .isEqualTo("0");
        fastMigrate.migrate();
    }

    @Nested
    class Inside {
        @RepeatedTest(3)
        void leavesATransactionOpen() throws SQLException {
            Connection left = field.getConnection();
            assertThat(query(left, "SELECT count(*) FROM book")).isEqualTo("1");
            left.setAutoCommit(false);
            query(left, "SELECT count(*) FROM (SELECT title FROM book FOR UPDATE) locked");
            try (Statement statement = left.createStatement()) {
                statement.execute("DELETE FROM book");
                statement.execute("USE information_schema");
            }
        }
    }

    @Test
    void givesTestsAtTheSameTimeTheirOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String title = "of " + i;
            all.add(threads.submit(() -> {
                TestedDatabase database = next(Maria.class);
                DataSource source = (DataSource) database.as(DataSource.class);
                execute(source, "INSERT INTO book (title) VALUES ('" + title + "')");
                try (Connection connection = source.getConnection()) {
                    assertThat(query(connection, "SELECT group_concat(title ORDER BY id) FROM book"))
                            .isEqualTo("Emma," + title);
                }
                database.close();
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        threads.shutdown();
    }

    @Test
    void letsNoOneInWhoseTestIsOver() throws Exception {
        TestedDatabase database = next(Maria.class);
        DataSource source = (DataSource) database.as(DataSource.class);
        Connection left = source.getConnection();
        database.close();
        assertThat(left.isValid(1)).isFalse();
        assertThatThrownBy(source::getConnection).hasMessageContaining("The test that had this database is over");
    }

    private static TestedDatabase next(Class<? extends TestServer> server) throws SQLException {
        ScriptsUnderTest scripts =
                new ScriptsUnderTest(List.of(FOLDER), MariaKitTest.class.getClassLoader(), List.of());
        return io.fastmigrate.test.internal.server.Servers.of(server)
                .next(scripts, scripts.fingerprint(), Optional.empty());
    }

    /** Without a database, by the driver of MySQL, with parameters that must not reach the tests. */
    static final class ByConnectorJ extends Maria {
        @Override
        public String url() {
            return Servers.maria("").replace("jdbc:mariadb:", "jdbc:mysql:").replaceFirst("\\?.*", "")
                    + "?createDatabaseIfNotExist=true&connectionCollation=utf8mb4_bin";
        }

        @Override
        public String username() {
            return "tests";
        }

        @Override
        public String password() {
            return "tests";
        }
    }

    @Test
    void worksByTheDriverOfMySql() throws Exception {
        for (int i = 0; i < 3; i++) {
            TestedDatabase database = next(ByConnectorJ.class);
            DataSource source = (DataSource) database.as(DataSource.class);
            execute(source, "INSERT INTO book (title) VALUES ('x')");
            try (Connection connection = source.getConnection()) {
                assertThat(query(connection, "SELECT max(id) FROM book")).isEqualTo("2");
            }
            database.close();
        }
    }

    /** May do nothing. */
    static final class WithoutRights extends Maria {
        @Override
        public String url() {
            return user("poor");
        }

        static String user(String name) {
            try {
                Servers.execute(
                        Servers.maria("test"),
                        "CREATE OR REPLACE USER '" + name + "'@'localhost' IDENTIFIED BY 'tests'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Servers.maria("").replace("user=tests", "user=" + name);
        }
    }

    /** May do what the advice says. */
    static final class WithThoseRights extends Maria {
        @Override
        public String url() {
            String url = WithoutRights.user("less_poor");
            try {
                Servers.execute(
                        Servers.maria("test"), "GRANT ALL ON `fastmigrate\\_test\\_%`.* TO 'less_poor'@'localhost'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return url;
        }
    }

    @Test
    void saysWhichRightIsMissing() throws Exception {
        assertThatThrownBy(() -> next(WithoutRights.class))
                .hasMessageContaining("GRANT ALL ON `fastmigrate\\_test\\_%`.* TO 'poor'@'localhost'");
        TestedDatabase database = next(WithThoseRights.class);
        execute((DataSource) database.as(DataSource.class), "INSERT INTO book (title) VALUES ('x')");
        database.close();
        next(WithThoseRights.class).close();
    }

    @Test
    void saysWhatCannotBeCopied() throws Exception {
        String folder = "target/maria-broken-scripts";
        new Migrations(Path.of(folder))
                .with("0001-view.sql", "CREATE TABLE t (a INT); CREATE VIEW v AS SELECT a FROM t; DROP TABLE t;\n");
        ScriptsUnderTest scripts =
                new ScriptsUnderTest(List.of(folder), getClass().getClassLoader(), List.of());
        TestDatabases databases = io.fastmigrate.test.internal.server.Servers.of(Maria.class);
        assertThatThrownBy(() -> databases.next(scripts, scripts.fingerprint(), Optional.empty()))
                .hasMessageContaining("The view v that the scripts made cannot be made again")
                .hasMessageContaining(".t' doesn't exist");
    }

    /** A process that ends without a word, after it said what it had. */
    static final class Killed {

        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            url = arguments[0];
            Connection connection = (Connection) next(Given.class).as(Connection.class);
            System.out.println(query(connection, "SELECT DATABASE()"));
            Runtime.getRuntime().halt(1);
        }

        static String url = "";
    }

    static final class Given extends Maria {
        @Override
        public String url() {
            return Killed.url;
        }
    }

    /** Stands for the JVM after the killed one. */
    static final class NextJvm extends Maria {}

    @Test
    void dropsWhatKilledProcessLeftAndNothingElse() throws Exception {
        String url = Servers.maria("test");
        TestedDatabase mine = next(Maria.class);
        String living = query((Connection) mine.as(Connection.class), "SELECT DATABASE()");
        List<String> others = List.of(
                "fastmigrate_test_data", "fastmigrate_test_0123456789abcdef", "my_fastmigrate_test_0123456789abcdef_1");
        for (String other : others) {
            Servers.execute(url, "CREATE DATABASE IF NOT EXISTS " + other);
        }
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String left = new String(killed.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(killed.waitFor()).isEqualTo(1);
        assertThat(left).matches("fastmigrate_test_[0-9a-f]{16}_\\d+");
        assertThat(databases(url)).contains(left, living);
        awaitTrue(url, "SELECT IS_USED_LOCK('" + left.replaceFirst("_\\d+$", "") + "') IS NULL");

        next(NextJvm.class).close();
        awaitTrue(
                url,
                "SELECT count(*) = 0 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '"
                        + left.replaceFirst("_\\d+$", "") + "%'");
        assertThat(databases(url)).contains(living).containsAll(others);
        mine.close();
    }

    private static void awaitTrue(String url, String sql) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        try (Connection connection = DriverManager.getConnection(url)) {
            while (!query(connection, sql).equals("1")) {
                assertThat(System.nanoTime()).as(sql).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    private static List<String> databases(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW DATABASES")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
