package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.test.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The one connection of an application's pool: whatever goes wrong on it, what the application writes next is committed. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class LentConnectionTest {

    private static final String TABLES = "CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE app (id INTEGER);\n";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    LentConnectionTest() {}

    /** Pools of one connection that do not ask whether it works before they hand it out. */
    enum Pool {
        HIKARI {
            @Override
            DataSource open(String url) {
                HikariDataSource pool = new HikariDataSource();
                pool.setJdbcUrl(url);
                pool.setMaximumPoolSize(1);
                pool.setConnectionTimeout(2_000);
                return pool;
            }
        },
        TOMCAT {
            @Override
            DataSource open(String url) {
                org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
                pool.setUrl(url);
                pool.setInitialSize(0);
                pool.setMaxActive(1);
                pool.setMaxIdle(1);
                pool.setMinIdle(0);
                pool.setMaxWait(2_000);
                return pool;
            }
        },
        DBCP {
            @Override
            DataSource open(String url) {
                BasicDataSource pool = new BasicDataSource();
                pool.setUrl(url);
                pool.setMaxTotal(1);
                pool.setTestOnBorrow(false);
                pool.setMaxWait(Duration.ofSeconds(2));
                return pool;
            }
        };

        abstract DataSource open(String url);
    }

    /**
     * Databases, what leaves something in a session, and how to ask for that.
     *
     * @param breaks ends the connection that it runs on; empty for a database without connections to a server
     */
    record Kind(String name, String leaves, String left, String breaks) {
        @Override
        public String toString() {
            return name;
        }

        String url(Path directory) throws SQLException {
            return switch (name) {
                case "PostgreSQL" -> Servers.postgres();
                case "MariaDB" -> Servers.maria();
                default -> "jdbc:" + name.toLowerCase(Locale.ROOT) + ":" + directory.resolve("database");
            };
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("SQLite", "CREATE TEMP TABLE theirs (a)", "SELECT count(*) FROM sqlite_temp_master", ""),
            new Kind(
                    "PostgreSQL",
                    "SELECT pg_advisory_lock(4711)",
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
                    "SELECT pg_terminate_backend(pg_backend_pid())"),
            new Kind("MariaDB", "SET @theirs = 7", "SELECT IF(@theirs IS NULL, 0, 1)", "KILL CONNECTION_ID()"),
            new Kind(
                    "H2",
                    "SET @theirs = 7",
                    "SELECT count(*) FROM INFORMATION_SCHEMA.SESSION_STATE WHERE STATE_KEY = '@THEIRS'",
                    "CALL ABORT_SESSION(SESSION_ID())"),
            new Kind("DuckDB", "SET VARIABLE theirs = 7", "SELECT count(*) FROM duckdb_variables()", ""));

    static Stream<Arguments> pools() {
        return pools(KINDS);
    }

    static Stream<Arguments> poolsOfServers() {
        return pools(KINDS.stream().filter(kind -> !kind.breaks().isEmpty()).toList());
    }

    private static Stream<Arguments> pools(List<Kind> kinds) {
        return kinds.stream().flatMap(kind -> Arrays.stream(Pool.values()).map(pool -> Arguments.of(kind, pool)));
    }

    /** An application and its pool. */
    private final class Application implements AutoCloseable {
        final DataSource pool;
        final Migrations migrations;

        Application(Kind kind, Pool pool) throws Exception {
            this.pool = pool.open(kind.url(directory));
            this.migrations = new Migrations(directory.resolve("migrations")).with("0001-a.sql", TABLES);
            fastMigrate().create();
            fastMigrate().migrate();
        }

        FastMigrate fastMigrate() {
            return FastMigrate.dataSource(pool)
                    .migrations(migrations.directory())
                    .build();
        }

        /** Each time as an application does it: one connection, one row, given back, and still there afterwards. */
        void writes() throws SQLException {
            int before = number("SELECT count(*) FROM app");
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThat(connection.getAutoCommit()).isTrue();
                statement.execute("INSERT INTO app VALUES (1)");
            }
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                connection.rollback();
                connection.setAutoCommit(true);
            }
            assertThat(number("SELECT count(*) FROM app")).isEqualTo(before + 1);
        }

        int number(String question) throws SQLException {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(question)) {
                rows.next();
                return rows.getInt(1);
            }
        }

        void execute(String... orders) throws SQLException {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String order : orders) {
                    statement.execute(order);
                }
            }
        }

        @Override
        public void close() throws SQLException {
            if (pool instanceof HikariDataSource hikari) {
                hikari.close();
            } else if (pool instanceof BasicDataSource dbcp) {
                dbcp.close();
            } else if (pool instanceof org.apache.tomcat.jdbc.pool.DataSource tomcat) {
                tomcat.close(true);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pools")
    void writesAfterAnAcceptThatFails(Kind kind, Pool pool) throws Exception {
        try (Application app = new Application(kind, pool)) {
            app.execute(
                    "CREATE TABLE h (version INTEGER PRIMARY KEY, file_name VARCHAR(255) NOT NULL, kind VARCHAR(20) NOT NULL,"
                            + " checksum VARCHAR(80) NOT NULL, applied_at VARCHAR(40) NOT NULL, duration_ms BIGINT NOT NULL,"
                            + " applied_by VARCHAR(255) NOT NULL, from_version INTEGER NOT NULL, CHECK (checksum = 'as before'))",
                    "INSERT INTO h (version, file_name, kind, checksum, applied_at, duration_ms, applied_by, from_version)"
                            + " SELECT version, file_name, kind, 'as before', applied_at, duration_ms, applied_by, from_version FROM"
                            + " _fastmigrate_history",
                    "DROP TABLE _fastmigrate_history",
                    "ALTER TABLE h RENAME TO _fastmigrate_history");
            app.migrations.with("0001-a.sql", TABLES + "CREATE TABLE more (id INTEGER);\n");
            assertThat(catchThrowable(() -> app.fastMigrate().accept(new Version(1))))
                    .isInstanceOf(FastMigrateException.class);
            app.writes();
        }
    }

    private static final class OnPurpose extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @MethodSource("pools")
    void writesAfterErrorsInCallbacks(Kind kind, Pool pool) throws Exception {
        try (Application app = new Application(kind, pool)) {
            JavaMigration java = new JavaMigration() {
                @Override
                public Version version() {
                    return new Version(2);
                }

                @Override
                public String description() {
                    return "throws";
                }

                @Override
                public void migrate(Connection connection) throws SQLException {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("INSERT INTO a VALUES (2)");
                    }
                    throw new OnPurpose();
                }
            };
            FastMigrate withJava = FastMigrate.dataSource(app.pool)
                    .migrations(app.migrations.directory())
                    .javaMigrations(List.of(java))
                    .build();
            assertThat(catchThrowable(withJava::migrate)).isNotNull();
            app.writes();
            app.migrations.with("0002-b.sql", "INSERT INTO a VALUES (2);\n");
            assertThat(catchThrowable(app.fastMigrate().withListener(new MigrationListener() {
                        @Override
                        public void onStarted(Plan.Step script) {
                            throw new OnPurpose();
                        }
                    })::migrate))
                    .satisfiesAnyOf(
                            e -> assertThat(e).isNull(), e -> assertThat(e).hasStackTraceContaining("OnPurpose"));
            app.writes();
        }
    }

    @ParameterizedTest
    @MethodSource("pools")
    void writesAfterAScriptThatFails(Kind kind, Pool pool) throws Exception {
        try (Application app = new Application(kind, pool)) {
            app.migrations.with(
                    "0002-b.sql", "INSERT INTO a VALUES (2);\n" + kind.leaves() + ";\nINSERT INTO a VALUES (2);\n");
            for (int i = 0; i < 2; i++) {
                assertThat(catchThrowable(app.fastMigrate()::migrate)).isInstanceOf(FastMigrateException.class);
                app.writes();
                assertThat(app.number(kind.left())).as("what the script left").isZero();
            }
            app.migrations.with("0002-b.sql", "INSERT INTO app VALUES (2);\n" + kind.leaves() + ";\n");
            app.fastMigrate().migrate();
            app.writes();
            assertThat(app.number(kind.left())).as("what the script left").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("poolsOfServers")
    void writesAfterAConnectionThatBroke(Kind kind, Pool pool) throws Exception {
        try (Application app = new Application(kind, pool)) {
            app.migrations.with(
                    "0002-b.sql", "INSERT INTO a VALUES (2);\n" + kind.breaks() + ";\nINSERT INTO a VALUES (3);\n");
            assertThat(catchThrowable(app.fastMigrate()::migrate)).isInstanceOf(FastMigrateException.class);
            app.writes();
            assertThat(app.number("SELECT count(*) FROM a WHERE id = 3")).isZero();
        }
    }
}
