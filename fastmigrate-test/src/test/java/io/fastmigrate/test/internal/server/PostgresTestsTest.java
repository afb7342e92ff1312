package io.fastmigrate.test.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.test.AtVersion;
import io.fastmigrate.test.EmbeddedPostgresServer;
import io.fastmigrate.test.FastMigrateTest;
import io.fastmigrate.test.FreshDatabase;
import io.fastmigrate.test.Migrations;
import io.fastmigrate.test.TestServer;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests that have their databases on a PostgreSQL. */
class PostgresTestsTest {

    private static final String SCRIPTS = "target/postgres-scripts";
    private static final Set<String> DATABASES = ConcurrentHashMap.newKeySet();
    private static final Set<String> CARELESS = ConcurrentHashMap.newKeySet();
    private static final Set<String> MADE = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger JAVA_RUNS = new AtomicInteger();

    private static final class Running {
        private static final EmbeddedPostgresServer SERVER = new EmbeddedPostgresServer();
    }

    static class Postgres implements TestServer {
        @Override
        public String url() {
            return Running.SERVER.url() + "?ApplicationName=tests";
        }

        @Override
        public String username() {
            return "postgres";
        }
    }

    /** Stands for the next JVM: nothing of what the first one knows is known to it. */
    static final class NextJvm extends Postgres {}

    private static void writeScripts() throws IOException {
        new Migrations(Path.of(SCRIPTS))
                .with("0001-book.sql", "CREATE TABLE book (id SERIAL PRIMARY KEY, title TEXT NOT NULL);\n")
                .with("0002-made.sql", "CREATE TABLE made AS SELECT clock_timestamp() AS at;\n")
                .with("0003-isbn.sql", "ALTER TABLE book ADD COLUMN isbn TEXT;\n");
    }

    @FastMigrateTest(migrations = SCRIPTS, server = Postgres.class)
    @Execution(ExecutionMode.CONCURRENT)
    static class Tests {

        @RepeatedTest(40)
        void hasItsOwn(Connection connection) throws SQLException {
            check(connection);
        }

        @Test
        @AtVersion(2)
        void migratesFromEarlierVersion(FastMigrate fastMigrate, DataSource database) throws SQLException {
            assertThat(fastMigrate.version()).isEqualTo(new Version(2));
            execute(database, "INSERT INTO book (title) VALUES ('before')");
            assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(3));
            assertThat(query(database, "SELECT isbn IS NULL FROM book")).isEqualTo("t");
        }

        @Test
        @AtVersion(0)
        void startsWithNothing(DataSource database) throws SQLException {
            assertThat(query(database, "SELECT version FROM _meta")).isEqualTo("0");
            assertThat(query(database, "SELECT to_regclass('book') IS NULL")).isEqualTo("t");
        }
    }

    /** Its tests leave a connection in the middle of a transaction, and most of them fail. */
    @FastMigrateTest(migrations = SCRIPTS, server = Postgres.class)
    static class Careless {

        @FreshDatabase
        private DataSource field;

        @Nested
        class Inside {
            @RepeatedTest(3)
            void fails(FastMigrate fastMigrate) throws SQLException {
                Connection left = field.getConnection();
                left.setAutoCommit(false);
                CARELESS.add(query(left, "SELECT current_database()"));
                query(left, "SELECT count(*) FROM (SELECT title FROM book FOR UPDATE) locked");
                assertThat(fastMigrate.version()).isEqualTo(new Version(1));
            }
        }

        @RepeatedTest(2)
        @AtVersion(1)
        void succeeds() throws SQLException {
            CARELESS.add(query(field.getConnection(), "SELECT current_database()"));
        }
    }

    @Test
    void dropTheDatabasesOfTestsThatFailOrLeaveConnectionsOpen() throws Exception {
        writeScripts();
        run(Careless.class)
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2).failed(3));
        assertThat(CARELESS).hasSize(5);
        awaitNone(CARELESS);
    }

    private static void check(Connection connection) throws SQLException {
        DATABASES.add(query(connection, "SELECT current_database()"));
        MADE.add(query(connection, "SELECT at FROM made"));
        assertThat(query(connection, "SELECT version FROM _meta")).isEqualTo("3");
        assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("0");
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO book (title) VALUES ('written by a test')");
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, server = NextJvm.class)
    static class TestsOfNextJvm {

        @Test
        void findsTheTemplate(Connection connection) throws SQLException {
            check(connection);
        }
    }

    @Test
    void runTheScriptsOnceUntilOneChanges() throws Exception {
        writeScripts();
        run(Tests.class)
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(42).failed(0));
        run(TestsOfNextJvm.class)
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(1).failed(0));

        assertThat(DATABASES).hasSize(41);
        assertThat(MADE).hasSize(1);
        awaitNone(DATABASES);

        PostgresTemplates templates = (PostgresTemplates) Servers.of(NextJvm.class);
        List<String> before = templates.server().texts("SELECT datname FROM pg_database");
        new Migrations(Path.of(SCRIPTS)).with("0003-isbn.sql", "ALTER TABLE book ADD COLUMN isbn TEXT UNIQUE;\n");
        ScriptsUnderTest changed =
                new ScriptsUnderTest(List.of(SCRIPTS), getClass().getClassLoader(), List.of());
        String other = templates.find(changed, changed.fingerprint(), Optional.empty());
        assertThat(other).startsWith("fastmigrate_template_").isNotIn(before);
        assertThat(templates.server().texts("SELECT datname FROM pg_database")).contains(other);
    }

    /** They are dropped behind the tests' back. */
    private static void awaitNone(Set<String> databases) throws SQLException {
        PostgresServer server = ((PostgresTemplates) Servers.of(Postgres.class)).server();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (server.texts("SELECT datname FROM pg_database").stream().anyMatch(databases::contains)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    static final class Counting implements JavaMigration {
        @Override
        public Version version() {
            return new Version(9);
        }

        @Override
        public String description() {
            return "count";
        }

        @Override
        public void migrate(Connection connection) {
            JAVA_RUNS.incrementAndGet();
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, javaMigrations = Counting.class, server = Postgres.class)
    static class JavaTests {
        @RepeatedTest(3)
        void hasAll(FastMigrate fastMigrate) {
            assertThat(fastMigrate.version()).isEqualTo(new Version(9));
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, javaMigrations = Counting.class, server = NextJvm.class)
    static class JavaTestsOfNextJvm {
        @RepeatedTest(3)
        void hasAll(FastMigrate fastMigrate) {
            assertThat(fastMigrate.version()).isEqualTo(new Version(9));
        }
    }

    @Test
    void runJavaAgainInTheNextJvm() throws Exception {
        writeScripts();
        run(JavaTests.class).testEvents().assertStatistics(statistics -> statistics.succeeded(3));
        run(JavaTestsOfNextJvm.class).testEvents().assertStatistics(statistics -> statistics.succeeded(3));
        assertThat(JAVA_RUNS).hasValue(2);
    }

    /** A JVM that ends without a word. */
    static final class Killed {

        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            PostgresServer server = new PostgresServer(new ServerUrl(
                    arguments[0] + "postgres?ApplicationName=killed", arguments[0], "", "postgres", null));
            server.keepAs("fastmigrate_template_" + "0".repeat(24), server.create());
            PostgresTemplate template = PostgresTemplate.of("fastmigrate_template_" + "0".repeat(24), server);
            System.out.println(server.copyOf(template));
            Runtime.getRuntime().halt(1);
        }
    }

    @Test
    void dropsWhatDeadProcessLeftAndNothingOfLivingOnes() throws Exception {
        String start = Running.SERVER.url().replaceFirst("postgres$", "");
        PostgresServer living = new PostgresServer(ServerUrl.of(new Postgres(), new Postgres().url()));
        String mine = living.create();
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        start)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String left = new String(killed.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(killed.waitFor()).isEqualTo(1);
        List<String> before = living.texts("SELECT datname FROM pg_database");
        assertThat(before).contains(left, mine);
        awaitEndOfSessions(living);

        PostgresServer next = new PostgresServer(new ServerUrl(start + "postgres", start, "", "postgres", null));
        awaitNone(Set.of(left));
        assertThat(next.texts("SELECT datname FROM pg_database"))
                .contains(mine, "fastmigrate_template_" + "0".repeat(24));
    }

    /** The server notices by and by that a client has died. */
    private static void awaitEndOfSessions(PostgresServer server) throws SQLException {
        while (!server.texts("SELECT pid::text FROM pg_stat_activity WHERE application_name = 'killed'")
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, server = Postgres.class)
    static class WantsAFile {
        @Test
        void never(Path file) {}
    }

    static final class SeveralServers implements TestServer {
        @Override
        public String url() {
            return "jdbc:mariadb:replication://one,two/test?password=secret";
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, server = SeveralServers.class)
    static class OnSeveral {
        @Test
        void never() {}
    }

    static final class Wrapped implements TestServer {
        @Override
        public String url() {
            return "jdbc:tc:postgresql:18:///books?TC_INITSCRIPT=secret.sql";
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, server = Wrapped.class)
    static class OnWrapped {
        @Test
        void never() {}
    }

    static final class NotRunning implements TestServer {
        @Override
        public String url() {
            return "jdbc:postgresql://localhost:1/postgres?user=unknown";
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, server = NotRunning.class)
    static class OnNone {
        @Test
        void never() {}
    }

    static final class WithoutRights implements TestServer {
        @Override
        public String url() {
            try {
                execute(
                        ServerUrl.of(new Postgres(), new Postgres().url()).dataSource("postgres"),
                        "CREATE ROLE poor LOGIN");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Running.SERVER.url() + "?user=poor";
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, server = WithoutRights.class)
    static class OfPoorUser {
        @Test
        void never() {}
    }

    @Test
    void sayWhatIsWrong() throws Exception {
        writeScripts();
        assertThat(failure(WantsAFile.class)).contains("is no file", "DataSource");
        assertThat(failure(OnSeveral.class))
                .contains("SeveralServers", "jdbc:mariadb:...", "one server of PostgreSQL, MariaDB or MySQL")
                .doesNotContain("secret");
        assertThat(failure(OnWrapped.class))
                .contains("jdbc:tc:...", "getJdbcUrl()")
                .doesNotContain("secret");
        assertThat(failure(OnNone.class)).contains("localhost:1 refused");
        assertThat(failure(OfPoorUser.class)).contains("permission denied to create database", "CREATEDB");
    }

    private static String failure(Class<?> tests) {
        return run(tests).testEvents().failed().stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .map(Throwable::getMessage)
                .findFirst()
                .orElseThrow();
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .selectors(selectClass(tests))
                .execute();
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return query(connection, sql);
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
