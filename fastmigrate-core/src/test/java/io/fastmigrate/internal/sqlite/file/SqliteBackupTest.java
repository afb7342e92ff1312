package io.fastmigrate.internal.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.internal.file.BackupFile;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.sqlite.connection.Accounts;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteDataSource;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Collation;
import org.sqlite.Function;
import org.sqlite.SQLiteDataSource;

class SqliteBackupTest {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL", "TRUNCATE"})
    void writesOneCompleteFileBesideTheDatabase(String journalMode) throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app ?#%'é.db"), journalMode, 2000);
        try (Connection application = accounts.open()) {
            Accounts.move(application, 7);
            Sql.run(application, "BEGIN");
            Sql.run(application, "SELECT count(*) FROM account");

            Path backup = SqliteBackup.backUp(accounts.source());

            Sql.run(application, "ROLLBACK");
            assertThat(backup.getParent()).isEqualTo(directory);
            assertThat(String.valueOf(backup.getFileName())).matches("app \\?#%'é\\.db\\.\\d{8}_\\d{6}\\.backup");
            assertThat(new Accounts(backup).moved()).isEqualTo(7);
        }
        List<String> suffixes = names().stream()
                .map(name -> name.replaceFirst(".*\\.", "."))
                .filter(name -> !name.equals(".db"))
                .toList();
        assertThat(suffixes).isSubsetOf(".backup", ".backup-wal", ".backup-shm").contains(".backup");
    }

    @Test
    void leavesNothingBesideACopyOfADatabaseInWalMode() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 10);
        Path backup = SqliteBackup.backUp(accounts.source());
        assertThat(names()).containsExactly("app.db", String.valueOf(backup.getFileName()));
    }

    @Test
    void holdsWhatIsStillInTheWalAndLeavesThatAsItIs() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 10);
        Path crashed = directory.resolve("crashed.db");
        try (Connection application = accounts.open()) {
            Accounts.move(application, 42);
            Files.copy(accounts.file(), crashed);
            Files.copy(Path.of(accounts.file() + "-wal"), Path.of(crashed + "-wal"));
        }
        byte[] database = Files.readAllBytes(crashed);
        byte[] wal = Files.readAllBytes(Path.of(crashed + "-wal"));

        Path backup = SqliteBackup.backUp(new SqliteFile(crashed));

        assertThat(Files.readAllBytes(crashed)).isEqualTo(database);
        assertThat(Files.readAllBytes(Path.of(crashed + "-wal"))).isEqualTo(wal);
        assertThat(new Accounts(backup).moved()).isEqualTo(42);
    }

    @Test
    void neverOverwritesWhatHasTheName() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 10);
        List<Path> taken = new ArrayList<>();
        for (int second = 0; second < 120; second++) {
            String stamp = STAMP.format(LocalDateTime.now(ZoneOffset.UTC).plusSeconds(second));
            taken.add(directory.resolve("app.db." + stamp + ".backup"));
            taken.add(directory.resolve("app.db." + stamp + "_1.backup"));
        }
        for (Path file : taken) {
            Files.writeString(file, "mine");
        }

        Path backup = SqliteBackup.backUp(accounts.source());

        assertThat(String.valueOf(backup.getFileName())).matches("app\\.db\\.\\d{8}_\\d{6}_2\\.backup");
        assertThat(taken).allSatisfy(file -> assertThat(file).hasContent("mine"));
    }

    @Test
    void hasThePermissionsOfTheDatabaseAndIsPrivateUntilItIsComplete() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 10);
        for (String permissions : List.of("rw-r-----", "rw-rw-rw-", "r--------")) {
            Files.setPosixFilePermissions(accounts.file(), PosixFilePermissions.fromString(permissions));
            try (BackupFile file = BackupFile.create(accounts.file())) {
                assertThat(permissions(file.path())).isEqualTo("rw-------");
            }
            assertThat(permissions(SqliteBackup.backUp(accounts.source()))).isEqualTo(permissions);
        }
    }

    @Test
    void isPutWhereTheNameIsWhenThatIsALink() throws Exception {
        Accounts accounts =
                Accounts.create(Files.createDirectory(directory.resolve("data")).resolve("app.db"), "WAL", 10);
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), accounts.file());
        Path backup = SqliteBackup.backUp(new SqliteFile(link));
        assertThat(backup.getParent()).isEqualTo(directory);
        assertThat(new Accounts(backup).moved()).isZero();
    }

    @Test
    void isMadeOfADataSourcesFileAndLeavesItsConnectionAsItWas() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 10);
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + accounts.file());
        Path backup = SqliteBackup.backUp(SqliteDataSource.of(dataSource).orElseThrow());
        assertThat(backup.getParent()).isEqualTo(directory.toRealPath());
        assertThat(new Accounts(backup).moved()).isZero();
    }

    @Test
    void refusesADatabaseInMemory() throws Exception {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite::memory:");
        SqliteDataSource source = SqliteDataSource.of(dataSource).orElseThrow();
        assertThatThrownBy(() -> SqliteBackup.backUp(source))
                .isInstanceOf(BackupFailedException.class)
                .hasMessageContaining("no file");
    }

    @Test
    void saysThatThereIsNoDatabase() throws IOException {
        assertThatThrownBy(() -> SqliteBackup.backUp(new SqliteFile(directory.resolve("none.db"))))
                .isInstanceOf(DatabaseNotFoundException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void leavesNothingOfAFileThatIsNoDatabase() throws Exception {
        Path text = Files.writeString(directory.resolve("app.db"), "This is not a database. ".repeat(1000));
        failsWith(text, "not a SQLite database");
    }

    @Test
    void leavesNothingOfADirectory() throws Exception {
        failsWith(Files.createDirectory(directory.resolve("app.db")), "directory");
    }

    @Test
    void leavesNothingOfADamagedDatabase() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 2000);
        try (RandomAccessFile file = new RandomAccessFile(accounts.file().toFile(), "rw")) {
            for (int page = 2; page < 40; page++) {
                file.seek(page * 4096L);
                file.write(new byte[] {13, 1, 2, 3, 4, 5, 6, 7, 8, 9});
            }
        }
        failsWith(accounts.file(), "check");
    }

    @Test
    void saysWhoIsInTheWayWhenTheDatabaseIsLocked() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 10);
        try (Connection application = accounts.open()) {
            Sql.run(application, "BEGIN EXCLUSIVE");
            failsWith(accounts.file(), "locked");
        }
    }

    private void failsWith(Path database, String message) throws IOException {
        BackupFailedException failure = catchThrowableOfType(
                BackupFailedException.class,
                () -> SqliteBackup.backUp(new SqliteFile(database), Duration.ZERO, CopyListener.NONE));
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.advice()).isNotBlank();
        assertThat(names()).containsExactly("app.db");
    }

    @Test
    void removesWhatAKilledBackupLeft() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "DELETE", 10);
        Files.writeString(directory.resolve("app.db.20240101_000000.backup.unfinished"), "half");
        Files.writeString(directory.resolve("app.db.20240101_000000.backup.unfinished-journal"), "half");
        List<String> others = List.of(
                "app.db.20240101_000000.backup",
                "app.db.mine.unfinished",
                "app2.db.20240101_000000.backup.unfinished",
                "app.db.old.20240101_000000.backup.unfinished");
        for (String other : others) {
            Files.writeString(directory.resolve(other), "other");
        }

        Path backup = SqliteBackup.backUp(accounts.source());

        List<String> expected = new ArrayList<>(others);
        expected.add("app.db");
        expected.add(String.valueOf(backup.getFileName()));
        assertThat(names()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void isStoppedByAnInterruptBetweenTwoSteps() throws Exception {
        for (String journalMode : List.of("DELETE", "WAL")) {
            Accounts accounts = Accounts.create(directory.resolve(journalMode + ".db"), journalMode, 20_000);
            Path target = Files.createFile(directory.resolve(journalMode + ".copy"));
            try (SourceSnapshot snapshot = SourceSnapshot.open(accounts.source(), SqliteBackup.PATIENCE)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> snapshot.copyTo(target, CopyListener.NONE))
                        .isInstanceOf(BackupFailedException.class)
                        .hasMessageContaining("interrupted");
                assertThat(Thread.interrupted()).isTrue();
                assertThat(Files.size(target)).isLessThan(snapshot.bytes() / 2);
            }
            try (Connection application = accounts.open()) {
                Accounts.move(application, 1);
            }
        }
    }

    @Test
    void leavesNothingWhenTheThreadIsInterrupted() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 1000);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> SqliteBackup.backUp(accounts.source()))
                .isInstanceOf(BackupFailedException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(names()).containsExactly("app.db");
    }

    @Test
    void givesEachOfManyAtOnceItsOwnFile() throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), "WAL", 500);
        List<Callable<Path>> calls = Stream.generate(
                        () -> (Callable<Path>) () -> SqliteBackup.backUp(accounts.source()))
                .limit(8)
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Path> backups = new ArrayList<>();
            for (Future<Path> backup : threads.invokeAll(calls)) {
                backups.add(backup.get());
            }
            assertThat(backups).doesNotHaveDuplicates();
            List<String> expected = new ArrayList<>(List.of("app.db"));
            backups.forEach(backup -> expected.add(String.valueOf(backup.getFileName())));
            assertThat(names()).containsExactlyInAnyOrderElementsOf(expected);
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void isOfOneMomentWhileOthersWrite(String journalMode) throws Exception {
        Accounts accounts = Accounts.create(directory.resolve("app.db"), journalMode, 5000);
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch writing = new CountDownLatch(3);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            writers.add(threads.submit(() -> write(accounts, stop, writing)));
        }
        try {
            writing.await();
            for (int i = 0; i < 5; i++) {
                Path backup = SqliteBackup.backUp(accounts.source());
                try (Connection copy = SqliteFile.open(backup, "mode=ro&immutable=1")) {
                    assertThat(Accounts.total(copy)).isEqualTo(Accounts.TOTAL);
                    assertThat(Sql.string(copy, "PRAGMA integrity_check")).isEqualTo("ok");
                }
            }
        } finally {
            stop.set(true);
            threads.shutdown();
        }
        for (Future<Integer> writer : writers) {
            assertThat(writer.get()).isPositive();
        }
    }

    private static int write(Accounts accounts, AtomicBoolean stop, CountDownLatch writing) throws SQLException {
        int moves = 0;
        try (Connection connection = accounts.open()) {
            Sql.run(connection, "PRAGMA busy_timeout = 60000");
            while (!stop.get()) {
                Accounts.move(connection, 1);
                moves++;
                writing.countDown();
            }
        }
        return moves;
    }

    @Test
    void isMadeAndPutBackOfADatabaseThatOnlyItsApplicationUnderstands() throws Exception {
        Path file = directory.resolve("app.db");
        try (Connection connection = SqliteFile.open(file, "mode=rwc")) {
            Collation.create(connection, "OWN", new Collation() {
                @Override
                protected int xCompare(String a, String b) {
                    return b.compareTo(a);
                }
            });
            Function.create(
                    connection,
                    "own",
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            result(value_text(0));
                        }
                    },
                    1,
                    Function.FLAG_DETERMINISTIC);
            Sql.run(connection, "CREATE TABLE a (x TEXT UNIQUE COLLATE OWN); INSERT INTO a VALUES ('b'), ('a')");
            Sql.run(
                    connection,
                    "CREATE TABLE b (x CHECK (own(x) <> '')); CREATE INDEX i ON b (own(x)); INSERT INTO b VALUES (1)");
        }
        Path backup = SqliteBackup.backUp(new SqliteFile(file));
        assertThat(Files.readAllBytes(backup)).hasSameSizeAs(Files.readAllBytes(file));
        SqliteBackup.restore(new SqliteFile(file), backup);
    }

    @Test
    void isMadeOfAnEmptyFile() throws Exception {
        Path backup = SqliteBackup.backUp(new SqliteFile(Files.createFile(directory.resolve("app.db"))));
        try (Connection copy = SqliteFile.open(backup, "mode=ro")) {
            assertThat(Sql.string(copy, "SELECT count(*) FROM sqlite_schema")).isEqualTo("0");
        }
    }

    @Test
    void takesAFreeNameAlsoWhereLinksAreUnknown() throws Exception {
        Path unfinished = Files.writeString(directory.resolve("a.unfinished"), "copy");
        Path taken = Files.writeString(directory.resolve("a.backup"), "mine");
        assertThat(BackupFile.renameWithoutLinks(unfinished, taken)).isFalse();
        assertThat(taken).hasContent("mine");
        assertThat(BackupFile.renameWithoutLinks(unfinished, directory.resolve("a_1.backup")))
                .isTrue();
        assertThat(names()).containsExactly("a.backup", "a_1.backup");
        assertThat(directory.resolve("a_1.backup")).hasContent("copy");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
