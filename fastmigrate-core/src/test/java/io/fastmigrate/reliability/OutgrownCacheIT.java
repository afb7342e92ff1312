package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Another process writes more than SQLite's page cache holds: with a rollback journal it has the whole database to itself
 * from then on, so that no one else can even read. Everyone waits until it is done, and then succeeds.
 */
class OutgrownCacheIT {

    /** Runs for seconds, so that progress is told. */
    private static final String LONG =
            "CREATE TABLE counted AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
                    + " FROM n WHERE i < 8000000) SELECT max(i) FROM n;\n";

    private static final Version FIRST = new Version(1);
    private static final Version SECOND = new Version(2);

    @TempDir
    Path directory;

    private Fixture fixture;

    @BeforeEach
    void prepare() throws Exception {
        fixture = Fixture.in(directory).script("0001-big.sql", "CREATE TABLE big (x);");
    }

    /** The other process; it goes on when someone waits. */
    private static final class Other implements MigrationListener, AutoCloseable {

        private final ChildJvm process;
        private boolean waited;

        Other(ChildJvm process) {
            this.process = process;
        }

        @Override
        public void onWaiting(Duration time, Optional<String> holder) {
            if (!waited) {
                waited = process.say("go on");
            }
        }

        void endsWell() throws InterruptedException {
            assertThat(waited).as("someone waited").isTrue();
            assertThat(process.exit()).as(process.output()).isZero();
        }

        @Override
        public void close() {
            process.close();
        }
    }

    private Other migratingProcess() throws Exception {
        fixture.build().migrate();
        fixture.script(
                "0002-more.sql",
                "PRAGMA cache_size = 2;\n" + "INSERT INTO big VALUES (zeroblob(20000)); SELECT 1;\n".repeat(400)
                        + LONG);
        return started(
                "half:2",
                ChildJvm.migrating(
                        "migrate",
                        directory.resolve("app.db").toString(),
                        directory.resolve("migrations").toString(),
                        MigratingMain.UNTIL_TOLD + "half:2"));
    }

    private Other started(String point, ChildJvm process) throws Exception {
        assertThat(process.prints("at " + point)).as(process.output()).isTrue();
        assertThatThrownBy(this::readWithoutWaiting)
                .isInstanceOfSatisfying(
                        SQLiteException.class,
                        e -> assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_BUSY));
        return new Other(process);
    }

    private void readWithoutWaiting() throws SQLException {
        try (Connection connection = fixture.open();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.executeQuery("SELECT count(*) FROM big");
        }
    }

    private FastMigrate beside(Other other) {
        return fixture.builder()
                .lockTimeout(Duration.ofMinutes(2))
                .listener(other)
                .build();
    }

    @Test
    void migrateWaitsAndFindsItDone() throws Exception {
        try (Other other = migratingProcess()) {
            assertThat(beside(other).migrate().applied()).isEmpty();
            other.endsWell();
        }
        assertThat(fixture.build().version()).isEqualTo(SECOND);
        assertThat(fixture.number("SELECT count(*) FROM big")).isEqualTo(400);
    }

    @Test
    void statusAndPlanWait() throws Exception {
        try (Other other = migratingProcess()) {
            assertThat(beside(other).status().state()).isEqualTo(Status.State.UP_TO_DATE);
            other.endsWell();
        }
        fixture.script("0003-last.sql", "DELETE FROM big;");
        try (Other other = started(
                "outgrown",
                ChildJvm.migrating("outgrow", directory.resolve("app.db").toString()))) {
            assertThat(beside(other).plan().steps()).hasSize(1);
            other.endsWell();
        }
    }

    @Test
    void restoreWaits() throws Exception {
        fixture.build().migrate();
        Path backup = fixture.build().backUp();
        try (Other other = migratingProcess()) {
            beside(other).restoreDiscardingNewer(backup);
            other.endsWell();
        }
        assertThat(fixture.build().version()).isEqualTo(FIRST);
        assertThat(fixture.number("SELECT count(*) FROM big")).isZero();
    }

    @Test
    void adoptWaits() throws Exception {
        Path database = directory.resolve("app.db");
        Files.delete(database);
        FlywayDatabase.make(database);
        Files.delete(directory.resolve("migrations").resolve("0001-big.sql"));
        try (Other other = started("outgrown", ChildJvm.migrating("outgrow", database.toString()))) {
            assertThat(beside(other).adopt(FlywayDatabase.source(database)).version())
                    .isEqualTo(FIRST);
            other.endsWell();
        }
        assertThat(fixture.build().version()).isEqualTo(FIRST);
    }
}
