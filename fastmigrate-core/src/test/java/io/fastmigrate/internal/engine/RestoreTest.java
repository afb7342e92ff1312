package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;
    private FastMigrate fastMigrate;

    @BeforeEach
    void migrateToVersionOne() throws IOException {
        sandbox = Sandbox.in(directory).script("0001-create.sql", "CREATE TABLE t (a); INSERT INTO t VALUES ('old');");
        fastMigrate = sandbox.managed();
        fastMigrate.migrate();
    }

    @Test
    void putsTheRowsOfTheBackupBackUnderAReaderThatStaysAttached() throws SQLException {
        Path backup = fastMigrate.backUp();
        sandbox.execute("UPDATE t SET a = 'new'");

        try (Connection reader = sandbox.connect()) {
            assertThat(Sandbox.query(reader, "SELECT a FROM t")).containsExactly("new");
            assertThat(fastMigrate.restore(backup)).isEqualTo(new Version(1));
            assertThat(Sandbox.query(reader, "SELECT a FROM t")).containsExactly("old");
        }
    }

    @Test
    void refusesToLoseWhatNewerScriptsDidUnlessTold() throws IOException, SQLException {
        Path backup = fastMigrate.backUp();
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('newer');");
        fastMigrate.migrate();

        assertThatExceptionOfType(BackupFailedException.class)
                .isThrownBy(() -> fastMigrate.restore(backup))
                .withMessageContaining("The database is at version 2")
                .satisfies(e -> assertThat(e.advice()).contains("--discard-newer"));
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("old", "newer");

        assertThat(fastMigrate.restoreDiscardingNewer(backup)).isEqualTo(new Version(1));
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("old");
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
    }

    @Test
    void refusesWhatIsNoBackup() throws IOException, SQLException {
        Path missing = directory.resolve("nothing.backup");
        Path unversioned = directory.resolve("other.db");
        Sandbox other = new Sandbox(unversioned, sandbox.migrations()).execute("CREATE TABLE x (a)");

        assertThatExceptionOfType(BackupFailedException.class)
                .isThrownBy(() -> fastMigrate.restore(missing))
                .withMessageContaining("There is no backup at");
        assertThatExceptionOfType(BackupFailedException.class)
                .isThrownBy(() -> fastMigrate.restore(other.database()))
                .withMessageContaining("without a version");
        assertThat(missing).doesNotExist();
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("old");
    }

    @Test
    void saysHowToCopyABackupByHandWhereThereIsNoDatabaseToPutItInto() throws IOException {
        Path backup = fastMigrate.backUp();
        Files.writeString(sandbox.database(), "this is no database any more, for some reason or other");
        byte[] garbage = Files.readAllBytes(sandbox.database());

        assertThatExceptionOfType(BackupFailedException.class)
                .isThrownBy(() -> fastMigrate.restore(backup))
                .withMessageContaining("This file is not a SQLite database")
                .satisfies(e -> assertThat(e.advice())
                        .startsWith("Copy it by hand: end every program")
                        .contains("-wal", "-journal", backup.toString()));
        assertThat(Files.readAllBytes(sandbox.database())).isEqualTo(garbage);

        Files.delete(sandbox.database());
        assertThatExceptionOfType(BackupFailedException.class)
                .isThrownBy(() -> fastMigrate.restore(backup))
                .withMessageContaining("Database file does not exist")
                .satisfies(e -> assertThat(e.advice()).contains("copy " + backup + " to " + sandbox.database()));
        assertThat(sandbox.database()).doesNotExist();

        Files.copy(backup, sandbox.database());
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
    }

    @Test
    void namesWhatIsLeftOfADatabaseThatWasDeleted() throws IOException {
        Path backup = fastMigrate.backUp();
        Path log = Files.move(sandbox.database(), directory.resolve("app.db-wal"));

        assertThatExceptionOfType(BackupFailedException.class)
                .isThrownBy(() -> fastMigrate.restore(backup))
                .satisfies(e -> assertThat(e.advice()).contains("move away", "apply to the copy (" + log + ")"));
        assertThat(sandbox.database()).doesNotExist();
        assertThat(log).exists();
    }

    @Test
    void refusesToPutABackupOverADatabaseWithoutAVersionUnlessTold() throws SQLException {
        Path backup = fastMigrate.backUp();
        sandbox.execute("DROP TABLE _meta; UPDATE t SET a = 'of another application'");

        assertThatExceptionOfType(BackupFailedException.class)
                .isThrownBy(() -> fastMigrate.restore(backup))
                .withMessageContaining("has no version, so it may be another database. Nothing was changed.");
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("of another application");

        fastMigrate.restoreDiscardingNewer(backup);
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("old");
    }

    @Test
    void aFailureThatWasPutRightAsksNoOneToLookAtWhatItLeft() throws IOException, SQLException {
        sandbox.script("0002-vacuum.sql", "INSERT INTO t VALUES ('half'); VACUUM; nonsense;");

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder().restoreOnFailure().build().migrate())
                .withMessageContaining("it was restored from")
                .satisfies(e -> assertThat(e.advice())
                        .startsWith("Correct the script and migrate again.")
                        .doesNotContain("Check the changes"));
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("old");
    }

    @Test
    void keepsAsManyBackupsAsAskedForAndNeverTheOldest() throws IOException {
        Path foreign = Files.writeString(directory.resolve("app.db.notes.backup"), "not ours");
        Path first = Files.copy(fastMigrate.backUp(), directory.resolve("app.db.20200101_000000.backup"));
        FastMigrate keepingTwo = sandbox.builder().keepBackups(2).build();

        Path second = keepingTwo.backUp();

        assertThat(first).doesNotExist();
        assertThat(List.of(second, foreign)).allSatisfy(path -> assertThat(path).exists());
        assertThat(backups()).hasSize(2);
        keepingTwo.backUp();
        assertThat(backups()).hasSize(2);
    }

    @Test
    void backsUpBeforeARunOnlyWhenSomethingIsPending() throws IOException {
        FastMigrate backingUp = sandbox.builder().backUpFirst().build();
        assertThat(backingUp.migrate().backup()).isEmpty();
        assertThat(backups()).isEmpty();

        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('newer');");
        assertThat(backingUp.migrate().backup())
                .hasValueSatisfying(path -> assertThat(path).exists());
    }

    private List<Path> backups() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> String.valueOf(file).matches(".*\\.\\d{8}_\\d{6}(_\\d+)?\\.backup"))
                    .toList();
        }
    }
}
