package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.internal.sqlite.OneConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteLimits;

class StatementLimitsTest {

    private static final int FIVE_MEGABYTES = 5_000_000;

    @TempDir
    Path directory;

    private static String text(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            return Sql.string(connection, sql);
        }
    }

    private Path migrations(String... scripts) throws Exception {
        Path migrations = Files.createDirectory(directory.resolve("migrations"));
        int number = 0;
        for (String script : scripts) {
            Files.writeString(migrations.resolve("000" + ++number + "-s.sql"), script);
        }
        return migrations;
    }

    /** As long as a dump with pictures in it, alone and among its neighbours. */
    private static String longStatements() {
        return "CREATE TABLE t (a);\nINSERT INTO t VALUES ('" + "x".repeat(3_000_000)
                + "');\nINSERT INTO t VALUES ('short');\n" + "INSERT INTO t VALUES ('" + "y".repeat(2_000_000)
                + "');\n";
    }

    private static String manyArguments() {
        return "CREATE TABLE u AS SELECT max(1" + ", 2".repeat(126) + ") AS m;\n";
    }

    @Test
    void runsWhatTheShellRuns() throws Exception {
        Path database = directory.resolve("app.db");
        FastMigrate fastMigrate = FastMigrate.sqlite(database)
                .migrations(migrations(longStatements(), manyArguments()))
                .build();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().applied()).hasSize(2);
        assertThat(text(database, "SELECT group_concat(length(a)) FROM t")).isEqualTo("3000000,5,2000000");
    }

    @Test
    void raisesTheLimitsOfABorrowedConnectionForARunAlone() throws Exception {
        try (OneConnection pool = OneConnection.to(directory.resolve("app.db"))) {
            FastMigrate fastMigrate = FastMigrate.dataSource(pool)
                    .migrations(migrations(longStatements(), manyArguments()))
                    .build();
            fastMigrate.create();
            assertThat(fastMigrate.migrate().applied()).hasSize(2);
            assertThat(SqliteSource.driverConnection(pool.connection())
                            .getDatabase()
                            .limit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH.getId(), -1))
                    .isEqualTo(1_000_000);
        }
    }

    @Test
    void enrollsATableWithALargeBlobAndBuildsItAgain() throws Exception {
        Sandbox sandbox = Sandbox.in(directory)
                .execute("CREATE TABLE pictures (id INTEGER PRIMARY KEY, name TEXT, content BLOB);"
                        + "INSERT INTO pictures VALUES (1, 'small', x'00ff'), (2, 'large', randomblob(" + FIVE_MEGABYTES
                        + "))");
        Path script = FastMigrate.sqlite(sandbox.database())
                .migrations(sandbox.migrations())
                .build()
                .enroll(List.of("pictures"))
                .script();
        assertThat(script).isNotEmptyFile();
        Path other = directory.resolve("other.db");
        FastMigrate rebuilt =
                FastMigrate.sqlite(other).migrations(sandbox.migrations()).build();
        rebuilt.create();
        rebuilt.migrate();
        String rows = "SELECT group_concat(id || name || length(content)) FROM pictures";
        assertThat(text(other, rows)).isEqualTo("1small2,2large" + FIVE_MEGABYTES);
        String all = "ATTACH '" + other + "' AS other";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sandbox.database())) {
            Sql.run(connection, all);
            assertThat(Sql.string(
                            connection,
                            "SELECT count(*) FROM main.pictures JOIN other.pictures USING (id, name, content)"))
                    .isEqualTo("2");
        }
    }
}
