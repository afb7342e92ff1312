package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Status;
import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A later read of one object asks PostgreSQL for all of our tables in one message, and sees what others changed. */
class PostgresReadAgainTest {

    @TempDir
    Path directory;

    private Workshop db;
    private String url;

    @SuppressWarnings("NullAway") // all is set before each test
    PostgresReadAgainTest() {}

    @BeforeEach
    void open() throws Exception {
        url = Servers.postgres();
        db = new Workshop(url, directory);
        db.script("0001-a.sql", "CREATE TABLE a (id INT);\n").script("0002-b.sql", "CREATE TABLE b (id INT);\n");
        db.migrate();
    }

    private FastMigrate known() {
        FastMigrate fastMigrate = db.builder().build();
        fastMigrate.migrate();
        return fastMigrate;
    }

    @Test
    void isOneQuestionOnOneConnection() throws Exception {
        try (RoundTrips proxy = new RoundTrips(Servers.postgresPort())) {
            String through = url.replace("localhost:" + Servers.postgresPort(), "127.0.0.1:" + proxy.port());
            FastMigrate fastMigrate =
                    FastMigrate.database(through).migrations(db.directory()).build();
            fastMigrate.migrate();
            int connections = proxy.connections();
            int login = login(proxy, through);
            int before = proxy.count();
            fastMigrate.migrate();
            assertThat(proxy.connections() - connections).isEqualTo(2);
            assertThat(proxy.count() - before).isEqualTo(login + 1);
        }
    }

    /** Returns how often the driver waits for an answer until it is logged in. */
    private static int login(RoundTrips proxy, String url) throws SQLException {
        int before = proxy.count();
        try (Connection connection = DriverManager.getConnection(url + "&assumeMinServerVersion=9.0")) {
            assertThat(connection.isClosed()).isFalse();
            return proxy.count() - before;
        }
    }

    @Test
    void seesAVersionThatWasSet() throws Exception {
        FastMigrate fastMigrate = known();
        db.execute("UPDATE _meta SET version = 1");
        assertThat(fastMigrate.status().state()).isEqualTo(Status.State.PENDING);
        db.execute("UPDATE _meta SET version = 7");
        assertThat(fastMigrate.status().state()).isEqualTo(Status.State.AHEAD);
    }

    @Test
    void seesAnEntryThatWasChanged() throws Exception {
        FastMigrate fastMigrate = known();
        db.execute("UPDATE _fastmigrate_history SET checksum = '2:' || repeat('0', 64) WHERE version = 2");
        assertThatThrownBy(fastMigrate::migrate)
                .isInstanceOf(ChangedScriptException.class)
                .hasMessageContaining("0002-b.sql");
        db.execute("DELETE FROM _fastmigrate_history WHERE version = 2");
        assertThat(fastMigrate.status().applied()).hasSize(1);
    }

    @Test
    void seesTablesThatAreGoneOrNoTablesAnyMore() throws Exception {
        FastMigrate fastMigrate = known();
        db.execute("ALTER TABLE _meta RENAME TO kept");
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(DatabaseUnmanagedException.class);
        db.execute("CREATE VIEW _meta AS SELECT id, version FROM kept");
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(DatabaseUnmanagedException.class);
        db.execute("DROP VIEW _meta");
        db.execute("ALTER TABLE kept RENAME TO _meta");
        db.execute("DROP TABLE _fastmigrate_history");
        assertThat(fastMigrate.status().applied()).isEmpty();
    }

    @Test
    void seesThatAnotherSchemaIsTheCurrentOne() throws Exception {
        FastMigrate fastMigrate = known();
        db.execute("CREATE SCHEMA other");
        String name = db.query("SELECT current_database()").get(0);
        db.execute("ALTER DATABASE " + name + " SET search_path = other");
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(DatabaseUnmanagedException.class);
    }

    @Test
    void saysWhatIsWrongWithTheTables() throws Exception {
        FastMigrate fastMigrate = known();
        db.execute("DELETE FROM _meta");
        DatabaseUnusableException failure = catchThrowableOfType(DatabaseUnusableException.class, fastMigrate::migrate);
        assertThat(failure.problem()).isEqualTo(DatabaseUnusableException.Problem.BROKEN_META);
        db.execute("INSERT INTO _meta (id, version) VALUES (1, 2)");
        db.execute("UPDATE _fastmigrate_history SET applied_at = 'yesterday' WHERE version = 1");
        failure = catchThrowableOfType(DatabaseUnusableException.class, fastMigrate::migrate);
        assertThat(failure.problem()).isEqualTo(DatabaseUnusableException.Problem.BROKEN_HISTORY);
    }

    @Test
    void givesAPoolItsOneConnectionBackAsItWas() throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            pool.setMaximumPoolSize(1);
            pool.setAutoCommit(false);
            FastMigrate fastMigrate =
                    FastMigrate.dataSource(pool).migrations(db.directory()).build();
            fastMigrate.migrate();
            String before = session(pool);
            fastMigrate.migrate();
            db.execute("DROP TABLE _fastmigrate_history");
            fastMigrate.migrate();
            assertThat(session(pool)).isEqualTo(before);
        }
    }

    private static String session(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                var row =
                        statement.executeQuery("SELECT pg_backend_pid(), string_agg(name || setting, ',' ORDER BY name)"
                                + " FROM pg_settings")) {
            assertThat(row.next()).isTrue();
            String session = row.getString(1) + row.getString(2) + connection.getAutoCommit();
            connection.rollback();
            return session;
        }
    }
}
