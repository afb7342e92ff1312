package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.test.Migrations;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that is lent in the middle of a transaction: whether that is committed is for the application to say. */
class LentTransactionTest {

    @TempDir
    Path directory;

    private Migrations migrations;

    @SuppressWarnings("NullAway") // set before each test
    LentTransactionTest() {}

    @BeforeEach
    void write() throws Exception {
        migrations = new Migrations(directory.resolve("migrations"))
                .with("0001-app.sql", "CREATE TABLE app (id INTEGER);\n");
    }

    enum Database {
        SQLITE,
        POSTGRESQL,
        MARIADB,
        H2,
        DUCKDB;

        String url(Path directory) throws SQLException {
            return switch (this) {
                case POSTGRESQL -> Servers.postgres();
                case MARIADB -> Servers.maria();
                default -> "jdbc:" + name().toLowerCase(Locale.ROOT) + ":" + directory.resolve("database");
            };
        }
    }

    /** How an application begins its transaction. */
    enum Beginning {
        AUTO_COMMIT_OFF,
        SQL;

        void of(Connection connection) throws SQLException {
            if (this == SQL) {
                run(connection, "BEGIN");
            } else {
                connection.setAutoCommit(false);
            }
        }
    }

    private Map<String, Consumer<FastMigrate>> calls() throws Exception {
        Path flyway = new Migrations(directory.resolve("flyway"))
                .with("V1__app.sql", "CREATE TABLE app (id INTEGER);\n")
                .directory();
        Map<String, Consumer<FastMigrate>> calls = new LinkedHashMap<>();
        calls.put("version", FastMigrate::version);
        calls.put("status", FastMigrate::status);
        calls.put("verify", FastMigrate::verify);
        calls.put("plan", FastMigrate::plan);
        calls.put("create", FastMigrate::create);
        calls.put("migrate", FastMigrate::migrate);
        calls.put("accept", fastMigrate -> fastMigrate.accept(new Version(1)));
        calls.put("enroll", FastMigrate::enroll);
        calls.put("backUp", FastMigrate::backUp);
        calls.put("rehearse", FastMigrate::rehearse);
        calls.put("adopt", fastMigrate -> fastMigrate.adopt(Adoption.Source.of(flyway)));
        calls.put("planAdoption", fastMigrate -> fastMigrate.planAdoption(Adoption.Source.of(flyway)));
        return calls;
    }

    static Stream<Arguments> transactions() {
        return Arrays.stream(Database.values())
                .flatMap(database ->
                        Arrays.stream(Beginning.values()).map(beginning -> Arguments.of(database, beginning)));
    }

    /** Returns a DataSource whose every connection is this one, and stays open. */
    private static DataSource always(Connection connection) {
        Connection kept = proxy(Connection.class, connection, "close");
        DataSource none = new org.postgresql.ds.PGSimpleDataSource();
        return (DataSource) Proxy.newProxyInstance(
                LentTransactionTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getConnection" -> kept;
                    case "getLogWriter" -> new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
                    case "getParentLogger" -> Logger.getGlobal();
                    case "isWrapperFor" -> false;
                    default -> method.invoke(none, arguments);
                });
    }

    private static <T> T proxy(Class<T> type, T target, String ignored) {
        return type.cast(Proxy.newProxyInstance(
                LentTransactionTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals(ignored)) {
                        return null;
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }

    private FastMigrate fastMigrate(DataSource dataSource) {
        return FastMigrate.dataSource(dataSource)
                .migrations(migrations.directory())
                .backupDirectory(directory.resolve("backups"))
                .build();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(Connection connection) throws SQLException {
        return DatabaseFacts.rows(connection, "SELECT id FROM app ORDER BY id");
    }

    private void migrated(String url) {
        FastMigrate fastMigrate =
                FastMigrate.database(url).migrations(migrations.directory()).build();
        fastMigrate.create();
        fastMigrate.migrate();
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void isNeitherCommittedNorRolledBack(Database database, Beginning beginning) throws Exception {
        String url = database.url(directory);
        migrated(url);
        migrations.with("0002-more.sql", "INSERT INTO app VALUES (2);\n");
        try (Connection connection = DriverManager.getConnection(url);
                Connection other = DriverManager.getConnection(url)) {
            beginning.of(connection);
            run(connection, "INSERT INTO app VALUES (7)");
            for (Map.Entry<String, Consumer<FastMigrate>> call : calls().entrySet()) {
                assertThat(catchThrowable(() -> call.getValue().accept(fastMigrate(always(connection)))))
                        .as(call.getKey())
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("open transaction")
                        .extracting(e -> ((InvalidSettingException) e).advice())
                        .asString()
                        .contains("Commit or roll back");
                assertThat(rows(connection))
                        .as("%s: its own rows", call.getKey())
                        .hasSize(1);
                assertThat(rows(other)).as("%s: committed rows", call.getKey()).isEmpty();
            }
            end(connection, beginning, "ROLLBACK");
            assertThat(rows(connection)).isEmpty();
            beginning.of(connection);
            run(connection, "INSERT INTO app VALUES (8)");
            assertThat(catchThrowable(() -> fastMigrate(always(connection)).migrate()))
                    .isInstanceOf(InvalidSettingException.class);
            end(connection, beginning, "COMMIT");
            assertThat(rows(other)).hasSize(1);
        }
    }

    private static void end(Connection connection, Beginning beginning, String how) throws SQLException {
        if (beginning == Beginning.SQL && connection.getAutoCommit()) {
            run(connection, how);
        } else if (how.equals("COMMIT")) {
            connection.commit();
        } else {
            connection.rollback();
        }
        connection.setAutoCommit(true);
    }

    /** What it has read or locked is lost with it too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "POSTGRESQL: SELECT id FROM app",
                "POSTGRESQL: LOCK TABLE app IN SHARE MODE",
                "POSTGRESQL: SELECT pg_advisory_xact_lock(7)",
                "POSTGRESQL: CREATE TEMPORARY TABLE t (id INTEGER)",
                "MARIADB: SELECT id FROM app",
                "MARIADB: SELECT id FROM app FOR UPDATE",
                "DUCKDB: SELECT id FROM app",
                "DUCKDB: CREATE TEMPORARY TABLE t (id INTEGER)",
                "SQLITE: SELECT id FROM app",
            })
    void isOpenOnceItHasReadOrLocked(Database database, String statement) throws Exception {
        String url = database.url(directory);
        migrated(url);
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            run(connection, statement);
            assertThat(catchThrowable(() -> fastMigrate(always(connection)).status()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("open transaction");
            connection.rollback();
        }
    }

    @Test
    void goesOnAtItsSavepointAfterAnError() throws Exception {
        String url = Database.POSTGRESQL.url(directory);
        migrated(url);
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO app VALUES (7)");
            var savepoint = connection.setSavepoint();
            assertThat(catchThrowable(() -> run(connection, "SELECT 1 / 0"))).isInstanceOf(SQLException.class);
            assertThat(catchThrowable(() -> fastMigrate(always(connection)).migrate()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("open transaction");
            connection.rollback(savepoint);
            connection.commit();
            assertThat(rows(connection)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void isNoneWhereAutoCommitIsMerelyOff(Database database) throws Exception {
        String url = database.url(directory);
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            fastMigrate(always(connection)).create();
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(fastMigrate(always(connection)).migrate().after()).isEqualTo(new Version(1));
            assertThat(connection.getAutoCommit()).isFalse();
            run(connection, "INSERT INTO app VALUES (7)");
            connection.rollback();
            assertThat(rows(connection)).isEmpty();
            connection.rollback();
        }
    }

    /** With a test of each connection and an init SQL, which both run in a transaction that the pool leaves open. */
    @ParameterizedTest
    @EnumSource(
            value = Database.class,
            names = {"POSTGRESQL", "MARIADB", "H2", "DUCKDB"})
    void isNoneInPoolsWithoutAutoCommit(Database database) throws Exception {
        String url = database.url(directory);
        for (boolean tested : new boolean[] {false, true}) {
            try (HikariDataSource pool = new HikariDataSource()) {
                pool.setJdbcUrl(url);
                pool.setMaximumPoolSize(1);
                pool.setConnectionTimeout(2_000);
                pool.setAutoCommit(false);
                if (tested) {
                    pool.setConnectionTestQuery("SELECT 1");
                    pool.setConnectionInitSql(database == Database.MARIADB ? "SET @a = 1" : "SELECT 2");
                }
                fastMigrate(pool).create();
                migrations.with(tested ? "0003-c.sql" : "0002-b.sql", "INSERT INTO app VALUES (2);\n");
                assertThat(fastMigrate(pool).migrate().after().number()).isEqualTo(tested ? 3 : 2);
                fastMigrate(pool).status();
                fastMigrate(pool).plan();
                try (Connection connection = pool.getConnection()) {
                    assertThat(connection.getAutoCommit()).isFalse();
                    assertThat(rows(connection)).hasSize(tested ? 2 : 1);
                }
            }
        }
    }
}
