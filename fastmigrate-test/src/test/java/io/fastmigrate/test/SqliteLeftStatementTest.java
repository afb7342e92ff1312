package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;

/** A Java migration that takes the driver's own connection and leaves a query open there locks no one out afterwards. */
class SqliteLeftStatementTest {

    /** Reads the first of several rows, and never closes. */
    private static final class Reader implements JavaMigration {

        @Override
        public Version version() {
            return new Version(1);
        }

        @Override
        public String description() {
            return "reads on";
        }

        @Override
        @SuppressWarnings("resource") // that is what is tried
        public void migrate(Connection connection) throws Exception {
            Statement statement = connection.unwrap(SQLiteConnection.class).createStatement();
            ResultSet rows = statement.executeQuery("SELECT n FROM numbers");
            assertThat(rows.next()).isTrue();
        }
    }

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void locksNoOneOut(String journal) throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("app.db");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            FastMigrate migrations = FastMigrate.dataSource(pool)
                    .migrations(Files.createDirectory(directory.resolve("migrations")))
                    .javaMigrations(List.of(new Reader()))
                    .build();
            migrations.create();
            statement.execute("PRAGMA journal_mode = " + journal);
            statement.execute("CREATE TABLE numbers (n)");
            statement.execute("INSERT INTO numbers VALUES (1), (2), (3)");
            assertThat(migrations.migrate().applied()).hasSize(1);
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute("INSERT INTO numbers VALUES (4)");
            try (ResultSet checkpoint = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                assertThat(checkpoint.getInt("busy")).isZero();
            }
            try (Connection application = pool.getConnection();
                    ResultSet rows = application.createStatement().executeQuery("SELECT count(*) FROM numbers")) {
                assertThat(rows.getInt(1)).isEqualTo(4);
            }
        }
    }
}
