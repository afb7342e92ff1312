package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.internal.sqlite.OneConnection;
import io.fastmigrate.internal.sqlite.file.SqliteBackup;
import io.fastmigrate.internal.sqlite.file.SqliteBackupSource;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteRestoreTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL", "PERSIST"})
    void putsEverythingBackForConnectionsThatStayOpen(String journalMode) throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app ?#%'é.db"), journalMode, 2000);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection reader = accounts.open();
                Connection writer = accounts.open()) {
            for (int round = 1; round <= 3; round++) {
                Accounts.move(writer, 5);
                Sql.run(writer, "DELETE FROM ballast; DROP TABLE ballast; CREATE TABLE later (a)");
                assertThat(Accounts.moved(reader)).isEqualTo(5);
                assertThat(Sql.string(reader, "SELECT count(*) FROM later")).isEqualTo("0");

                SqliteBackup.restore(accounts.source(), backup);

                assertThat(Accounts.moved(reader)).isZero();
                assertThat(Sql.string(reader, "SELECT count(*) FROM ballast")).isEqualTo("2000");
                assertThatThrownBy(() -> Sql.string(reader, "SELECT * FROM later"))
                        .isInstanceOf(SQLException.class);
                assertThat(Sql.string(reader, "PRAGMA integrity_check")).isEqualTo("ok");
                assertThat(Sql.string(reader, "PRAGMA journal_mode")).isEqualToIgnoringCase(journalMode(journalMode));
                Accounts.move(writer, 1);
                assertThat(Accounts.moved(reader)).isEqualTo(1);
                SqliteBackup.restore(accounts.source(), backup);
            }
        }
        assertThat(accounts.moved()).isZero();
    }

    /** What is there for a moment stays there after a kill. */
    @Test
    void readsABackupInWalModeWithoutMakingAnythingBesideIt() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 10);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection reader = new SqliteBackupSource(backup).openToRead()) {
            assertThat(Sql.string(reader, "PRAGMA journal_mode")).isNotEmpty();
            assertThat(Sql.string(reader, "SELECT count(*) FROM account")).isNotEqualTo("0");
            assertThat(Path.of(backup + "-wal")).doesNotExist();
            assertThat(Path.of(backup + "-shm")).doesNotExist();
        }
    }

    /** PERSIST is a setting of a connection; what stays in the file is that it is no WAL. */
    private static String journalMode(String mode) {
        return mode.equals("PERSIST") ? "DELETE" : mode;
    }

    @Test
    void isSeenByAReaderWithWarmPagesEvenIfOneCommitIsUndone() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 10);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection reader = accounts.open();
                Connection writer = accounts.open()) {
            Sql.run(writer, "UPDATE account SET amount = amount + 1");
            assertThat(Accounts.moved(reader)).isEqualTo(1);
            SqliteBackup.restore(accounts.source(), backup);
            assertThat(Accounts.moved(reader)).isZero();
        }
    }

    @Test
    void leavesAReaderOfAWalItsSnapshot() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 2000);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection reader = accounts.open();
                Connection writer = accounts.open()) {
            Accounts.move(writer, 5);
            Sql.run(reader, "BEGIN");
            assertThat(Accounts.moved(reader)).isEqualTo(5);

            SqliteBackup.restore(accounts.source(), backup);

            assertThat(Accounts.moved(reader)).isEqualTo(5);
            assertThat(Accounts.total(reader)).isEqualTo(Accounts.TOTAL);
            Sql.run(reader, "COMMIT");
            assertThat(Accounts.moved(reader)).isZero();
        }
    }

    @Test
    void waitsForAReaderAndThenGoesOn() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 500);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection reader = accounts.open();
                Connection writer = accounts.open()) {
            Accounts.move(writer, 5);
            Sql.run(reader, "BEGIN");
            assertThat(Accounts.moved(reader)).isEqualTo(5);
            CompletableFuture<Void> restore =
                    CompletableFuture.runAsync(() -> SqliteBackup.restore(accounts.source(), backup));
            awaitPendingWriter(writer);
            assertThat(restore).isNotDone();
            assertThat(Accounts.moved(reader)).isEqualTo(5);
            Sql.run(reader, "COMMIT");
            restore.get(60, TimeUnit.SECONDS);
            assertThat(Accounts.moved(reader)).isZero();
        }
    }

    /** Whoever waits to write a rollback-journal database lets no new reader begin. */
    private static void awaitPendingWriter(Connection connection) throws SQLException {
        Sql.run(connection, "PRAGMA busy_timeout = 0");
        boolean refused = false;
        while (!refused) {
            try {
                Accounts.moved(connection);
            } catch (SQLException e) {
                assertThat(SqliteErrors.isBusy(e)).isTrue();
                refused = true;
            }
        }
    }

    @Test
    void saysThatThereIsNoRoomAndThatNothingIsChanged() throws Exception {
        Sandbox sandbox = Sandbox.in(directory);
        sandbox.managed();
        sandbox.execute("CREATE TABLE t AS SELECT zeroblob(300000) b");
        Path backup = sandbox.builder().build().backUp();
        sandbox.execute("DROP TABLE t; VACUUM");
        try (OneConnection small = OneConnection.to(sandbox.database())) {
            Sql.run(small.connection(), "PRAGMA max_page_count = 20");
            BackupFailedException failure = catchThrowableOfType(
                    BackupFailedException.class,
                    () -> FastMigrate.dataSource(small)
                            .migrations(sandbox.migrations())
                            .build()
                            .restore(backup));
            assertThat(failure).hasMessageContaining("not restored").hasMessageContaining("The disk is full");
            assertThat(failure.advice()).contains("Free space").contains("nothing was changed");
        }
        assertThat(sandbox.query("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name = 't'"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void saysWhoIsInTheWayAndChangesNothing(String journalMode) throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), journalMode, 500);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection application = accounts.open()) {
            Accounts.move(application, 5);
            Sql.run(application, "BEGIN IMMEDIATE");
            BackupFailedException failure = catchThrowableOfType(
                    BackupFailedException.class,
                    () -> SqliteBackup.restore(accounts.source(), backup, Duration.ofMillis(50)));
            assertThat(failure)
                    .hasMessageContaining("locked by another connection of this program")
                    .hasMessageMatching("(?s).*\\(waited 0\\.(0[5-9]|[1-9]).*")
                    .hasMessageContaining("not restored");
            assertThat(failure.advice()).isNotBlank();
            Sql.run(application, "ROLLBACK");
        }
        assertThat(accounts.moved()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void showsOthersTheOldOrTheNewContentAndNothingBetween(String journalMode) throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), journalMode, 3000);
        Path backup = SqliteBackup.backUp(accounts.source());
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(10);
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> readUntil(accounts, stop, reading));
        try (Connection writer = accounts.open()) {
            Sql.run(writer, "PRAGMA busy_timeout = 60000");
            assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 5; i++) {
                Accounts.move(writer, 7);
                SqliteBackup.restore(accounts.source(), backup);
            }
        } finally {
            stop.set(true);
        }
        assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
    }

    private static long readUntil(Accounts accounts, AtomicBoolean stop, CountDownLatch reading) {
        long reads = 0;
        try (Connection connection = accounts.open()) {
            Sql.run(connection, "PRAGMA busy_timeout = 60000");
            while (!stop.get()) {
                assertThat(Sql.string(
                                connection, "SELECT sum(amount) || ' ' || (SELECT count(*) FROM ballast) FROM account"))
                        .isEqualTo(Accounts.TOTAL + " 3000");
                reads++;
                reading.countDown();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return reads;
    }

    @Test
    void refusesADamagedBackup() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 2000);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (RandomAccessFile file = new RandomAccessFile(backup.toFile(), "rw")) {
            for (int page = 2; page < 40; page++) {
                file.seek(page * 4096L);
                file.write(new byte[] {13, 1, 2, 3, 4, 5, 6, 7, 8, 9});
            }
        }
        refuses(accounts, backup, "check");
    }

    @Test
    void refusesATruncatedBackup() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 2000);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (RandomAccessFile file = new RandomAccessFile(backup.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        refuses(accounts, backup, "was not restored");
    }

    @Test
    void refusesWhatIsNoBackup() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 10);
        refuses(accounts, directory.resolve("none.backup"), "no such file");
        refuses(accounts, Files.createDirectory(directory.resolve("folder.backup")), "no such file");
        refuses(accounts, Files.writeString(directory.resolve("text.backup"), "text ".repeat(1000)), "text.backup");
        refuses(accounts, accounts.file(), "itself");
    }

    private static void refuses(Accounts accounts, Path backup, String message) throws SQLException {
        try (Connection application = accounts.open()) {
            Accounts.move(application, 1);
        }
        long moved = accounts.moved();
        BackupFailedException failure = catchThrowableOfType(
                BackupFailedException.class, () -> SqliteBackup.restore(accounts.source(), backup));
        assertThat(failure).hasMessageContaining(message).hasMessageContaining(backup.toString());
        assertThat(failure.advice()).isNotBlank();
        assertThat(accounts.moved()).isEqualTo(moved);
    }

    @Test
    void makesNoDatabaseWhereNoneIs() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 10);
        Path backup = SqliteBackup.backUp(accounts.source());
        Files.delete(accounts.file());
        assertThatThrownBy(() -> SqliteBackup.restore(accounts.source(), backup))
                .isInstanceOf(DatabaseNotFoundException.class);
        assertThat(accounts.file()).doesNotExist();
    }

    @Test
    void worksForAThreadThatIsInterrupted() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 10);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection application = accounts.open()) {
            Accounts.move(application, 5);
        }
        Thread.currentThread().interrupt();
        SqliteBackup.restore(accounts.source(), backup);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(accounts.moved()).isZero();
    }

    @Test
    void leavesTheBackupAndItsDirectoryAsTheyWere() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 100);
        Path backup = SqliteBackup.backUp(accounts.source());
        byte[] bytes = Files.readAllBytes(backup);
        SqliteBackup.restore(accounts.source(), backup);
        assertThat(Files.readAllBytes(backup)).isEqualTo(bytes);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(List.of(accounts.file(), backup));
        }
    }

    @Test
    void takesWhatIsStillInTheBackupsOwnWal() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 100);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection visitor = new Accounts(backup).open()) {
            Accounts.move(visitor, 9);
            SqliteBackup.restore(accounts.source(), backup);
        }
        assertThat(accounts.moved()).isEqualTo(9);
    }

    @Test
    void undoesAChangeOfPageSizeAndOfJournalMode() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 100);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection application = accounts.open()) {
            Sql.run(application, "PRAGMA page_size = 16384; VACUUM");
        }
        SqliteBackup.restore(accounts.source(), backup);
        assertThat(pageSize(accounts)).isEqualTo("4096");
        try (Connection application = accounts.open()) {
            Sql.run(application, "PRAGMA journal_mode = WAL");
            Accounts.move(application, 5);
        }
        SqliteBackup.restore(accounts.source(), backup);
        assertThat(accounts.moved()).isZero();
    }

    @Test
    void explainsWhyAWalKeepsItsPageSize() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 100);
        Path backup = SqliteBackup.backUp(accounts.source());
        try (Connection application = accounts.open()) {
            Sql.run(application, "PRAGMA page_size = 16384; VACUUM; PRAGMA journal_mode = WAL");
        }
        refuses(accounts, backup, "WAL mode");
        assertThat(pageSize(accounts)).isEqualTo("16384");
    }

    private static String pageSize(Accounts accounts) throws SQLException {
        try (Connection connection = accounts.open()) {
            return Sql.string(connection, "PRAGMA page_size");
        }
    }
}
