package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Sandbox;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;
    private Path database;

    @BeforeEach
    void fresh() throws Exception {
        sandbox = Sandbox.in(directory).script("0001-t.sql", "CREATE TABLE t (a); INSERT INTO t VALUES (1);");
        database = sandbox.database();
    }

    private void assertReadsWithoutATrace(Version expected) throws Exception {
        byte[] before = Files.readAllBytes(database);
        var names = Sandbox.names(directory);
        Path wal = Path.of(database + "-wal");
        byte[] walBefore = Files.exists(wal) ? Files.readAllBytes(wal) : new byte[0];
        assertThat(sandbox.builder().build().version()).isEqualTo(expected);
        assertThat(sandbox.builder().build().status().version()).isEqualTo(expected);
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
        assertThat(Sandbox.names(directory)).isEqualTo(names);
        if (walBefore.length > 0) {
            assertThat(Files.readAllBytes(wal)).isEqualTo(walBefore);
        }
    }

    @Test
    void isReadWithoutATrace() throws Exception {
        sandbox.managed().migrate();
        assertReadsWithoutATrace(new Version(1));
    }

    @Test
    void inWalModeIsReadWithoutATrace() throws Exception {
        sandbox.managed().migrate();
        sandbox.execute("PRAGMA journal_mode = WAL");
        assertReadsWithoutATrace(new Version(1));
    }

    @Test
    void inWalModeIsReadWithoutATraceWhileOthersUseIt() throws Exception {
        sandbox.managed().migrate();
        sandbox.execute("PRAGMA journal_mode = WAL");
        try (Connection other = sandbox.connect();
                Statement statement = other.createStatement()) {
            statement.executeUpdate("UPDATE _meta SET version = 5");
            assertReadsWithoutATrace(new Version(5));
        }
    }

    @Test
    void withALeftOverWalIsReadAsItsWriterLeftIt() throws Exception {
        sandbox.managed().migrate();
        sandbox.execute("PRAGMA journal_mode = WAL");
        Path copy = Files.createDirectory(directory.resolve("copy")).resolve("app.db");
        try (Connection other = sandbox.connect();
                Statement statement = other.createStatement()) {
            statement.executeUpdate("UPDATE _meta SET version = 5");
            Files.copy(database, copy);
            Files.copy(Path.of(database + "-wal"), Path.of(copy + "-wal"));
        }
        byte[] before = Files.readAllBytes(copy);
        byte[] wal = Files.readAllBytes(Path.of(copy + "-wal"));
        Sandbox left = new Sandbox(copy, sandbox.migrations());
        assertThat(left.builder().build().version()).isEqualTo(new Version(5));
        assertThat(Files.readAllBytes(copy)).isEqualTo(before);
        assertThat(Files.readAllBytes(Path.of(copy + "-wal"))).isEqualTo(wal);
        assertThat(left.query("SELECT version FROM _meta")).containsExactly("5");
    }

    @Test
    void withAHotJournalIsReadAsItWasBeforeTheCrash() throws Exception {
        sandbox.managed().migrate();
        Path copy = Files.createDirectory(directory.resolve("copy")).resolve("app.db");
        try (Connection other = sandbox.connect();
                Statement statement = other.createStatement()) {
            statement.executeUpdate(
                    "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; UPDATE _meta SET version = 9;"
                            + " INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
                            + " SELECT i FROM n");
            Files.copy(database, copy);
            Files.copy(Path.of(database + "-journal"), Path.of(copy + "-journal"));
            statement.executeUpdate("ROLLBACK");
        }
        Sandbox left = new Sandbox(copy, sandbox.migrations());
        assertThat(left.builder().build().version()).isEqualTo(new Version(1));
        assertThat(left.query("SELECT a FROM t")).containsExactly("1");
    }

    @Test
    void ofZeroBytesIsUnmanagedAndTheAdviceSaysSo() throws Exception {
        Files.createFile(database);
        DatabaseUnmanagedException error = catchThrowableOfType(
                DatabaseUnmanagedException.class, sandbox.builder().build()::create);
        assertThat(error.advice()).contains("empty");
        assertThat(database).isEmptyFile();
        assertThat(sandbox.builder().build().status().state()).isEqualTo(Status.State.UNMANAGED);
        assertThat(Sandbox.names(directory)).containsExactly("app.db", "migrations");
    }

    @Test
    void thatLooksEncryptedIsNotADatabase() throws Exception {
        byte[] noise = new byte[8192];
        new Random(42).nextBytes(noise);
        Files.write(database, noise);
        DatabaseUnusableException error = catchThrowableOfType(
                DatabaseUnusableException.class, sandbox.builder().build()::version);
        assertThat(error.problem()).isEqualTo(Problem.NOT_A_DATABASE);
        assertThat(error.advice()).contains("encrypted");
        assertThat(database).hasBinaryContent(noise);
    }

    @Test
    void thatIsDamagedIsCorrupt() throws Exception {
        sandbox.managed().migrate();
        byte[] bytes = Files.readAllBytes(database);
        java.util.Arrays.fill(bytes, 100, bytes.length, (byte) 0x5a);
        Files.write(database, bytes);
        DatabaseUnusableException error = catchThrowableOfType(
                DatabaseUnusableException.class, sandbox.builder().build()::version);
        assertThat(error.problem()).isEqualTo(Problem.CORRUPT);
    }

    @Test
    void thatIsMissingIsAStateAndNothingIsMade() throws Exception {
        assertThat(sandbox.builder().build().status().state()).isEqualTo(Status.State.MISSING);
        assertThat(Sandbox.names(directory)).containsExactly("migrations");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a?b", "a#b", "a%b", "a%41b", "a&b=c", "\u00e4\u65e5\ud83d\ude00", "a'b\"c", "$(x)"})
    void uriLeadsToThePathWhateverIsInIt(String name) throws Exception {
        Path path = directory.resolve(name);
        try (Connection connection = SqliteFile.open(path, "mode=rwc")) {
            Sql.run(connection, "CREATE TABLE t (a)");
        }
        assertThat(Sandbox.names(directory)).containsExactlyInAnyOrder("migrations", name);
    }

    @Test
    void uriEscapesWhatHasAMeaning() {
        assertThat(SqliteFile.uri(Path.of("/d \u00e9/a?b#c%d"), "mode=ro"))
                .isEqualTo("file:/d%20%C3%A9/a%3Fb%23c%25d?mode=ro");
    }
}
