package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsIT {

    @TempDir
    Path directory;

    private boolean mounted;

    private Path mount() {
        return directory.resolve("small");
    }

    /** A disk of 512 KiB, where this user may mount one. */
    private Path smallDisk() throws Exception {
        Files.createDirectory(mount());
        mounted = Fixture.runs("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", mount().toString());
        assumeThat(mounted)
                .as("skipped: only root on Linux can mount a small disk to fill")
                .isTrue();
        return mount();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(Fixture.runs("umount", "-l", mount().toString())).isTrue();
        }
    }

    @Test
    void rollsBackAScriptThatFillsTheDisk() throws Exception {
        Fixture fixture = Fixture.in(smallDisk())
                .script("0001-t.sql", "CREATE TABLE t (x);")
                .script("0002-full.sql", "INSERT INTO t VALUES (randomblob(2000000));");
        assertThatThrownBy(() -> fixture.build().migrate())
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("SQLITE_FULL")
                .extracting(e -> ((FastMigrateException) e).advice())
                .isEqualTo("Free space on the disk and migrate again.");
        assertThat(fixture.build().version().number()).isEqualTo(1);
        assertThat(fixture.number("SELECT count(*) FROM t")).isZero();
        assertThat(fixture.text("PRAGMA integrity_check")).isEqualTo("ok");
        fixture.script("0002-full.sql", "INSERT INTO t VALUES (1);").build().migrate();
        assertThat(Trees.names(mount())).containsExactly("app.db", "migrations");
    }

    @Test
    void makesNoBackupAndRunsNothingWhereThereIsNoRoomForOne() throws Exception {
        Fixture fixture = Fixture.in(smallDisk())
                .script("0001-t.sql", "CREATE TABLE t (x); INSERT INTO t VALUES (randomblob(200000));");
        fixture.build().migrate();
        fixture.script("0002-u.sql", "CREATE TABLE u (x);");
        Files.write(mount().resolve("ballast"), new byte[150_000]);
        assertThatThrownBy(() -> fixture.builder().backUpFirst().build().migrate())
                .isInstanceOf(BackupFailedException.class)
                .hasMessageStartingWith("No backup was made: it needs ");
        assertThatThrownBy(() -> fixture.build().rehearse())
                .isInstanceOf(BackupFailedException.class)
                .hasMessageStartingWith("No copy for a rehearsal was made: it needs ");
        assertThat(fixture.build().version().number()).isEqualTo(1);
        assertThat(Trees.names(mount())).containsExactly("app.db", "ballast", "migrations");
    }

    @Test
    void createsNothingOnAFullDisk() throws Exception {
        Path disk = smallDisk();
        Path migrations = Files.createDirectory(disk.resolve("migrations"));
        fill(disk.resolve("ballast"));
        Path database = disk.resolve("app.db");
        assertThatThrownBy(() -> FastMigrate.sqlite(database)
                        .migrations(migrations)
                        .build()
                        .create())
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageStartingWith("The database cannot be created: " + database + " (")
                .hasMessageContaining("full")
                .extracting(e -> ((DatabaseUnusableException) e).problem())
                .isEqualTo(Problem.DISK_FULL);
        assertThat(Trees.names(disk)).containsExactly("ballast", "migrations");
        Files.delete(disk.resolve("ballast"));
        FastMigrate.sqlite(database).migrations(migrations).build().create();
        assertThat(Trees.names(disk)).containsExactly("app.db", "migrations");
    }

    @Test
    void createsNothingOnAReadOnlyDisk() throws Exception {
        Path disk = smallDisk();
        assumeThat(Fixture.runs("mount", "-o", "remount,ro", mount().toString()))
                .isTrue();
        assertThatThrownBy(() -> FastMigrate.sqlite(disk.resolve("new/app.db"))
                        .migrations(directory)
                        .build()
                        .create())
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("the file system of " + disk + " is mounted read-only")
                .extracting(e -> ((DatabaseUnusableException) e).problem())
                .isEqualTo(Problem.READ_ONLY);
    }

    @Test
    void createsAndReadsNothingWhereThisUserMayNot() throws Exception {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Path database = closed.resolve("app.db");
        FastMigrate.sqlite(database).migrations(directory).build().create();
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        List<String> powerless = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
        assumeThat(Fixture.runs("chown", "nobody", closed.toString())
                        && Fixture.runs("setpriv", "--bounding-set=-all", "true"))
                .as("skipped: only root on Linux can give a directory away")
                .isTrue();
        for (String command : List.of("create", "migrate")) {
            try (ChildJvm child =
                    ChildJvm.start(powerless, List.of(command, database.toString(), directory.toString(), "-"))) {
                assertThat(child.exit()).isEqualTo(1);
                assertThat(child.output())
                        .contains("DatabaseUnusableException")
                        .contains("may not write in the directory " + closed)
                        .doesNotContain("does not exist")
                        .doesNotContain("fastmigrate create");
            }
        }
    }

    /** Locks that fail for the lock file alone, as they do for every file on NFS without its lock service. */
    @Test
    void saysThatTheFileSystemHasNoLocks() throws Exception {
        Path lock = directory.toRealPath().resolve("app.db.fastmigrate.lock");
        List<String> withoutLocks = List.of(
                "strace", "-f", "-qq", "-o", "/dev/null", "-P", lock.toString(), "-e", "inject=fcntl:error=ENOLCK");
        assumeThat(Fixture.runs("strace", "-f", "-o", "/dev/null", "true"))
                .as("skipped: strace is missing, or may not trace")
                .isTrue();
        Fixture fixture = Fixture.in(directory).script("0001-t.sql", "CREATE TABLE t (x);");
        List<String> command = List.of(
                "migrate",
                directory.resolve("app.db").toString(),
                fixture.migrations().toString(),
                "-");
        try (ChildJvm child = ChildJvm.start(withoutLocks, command)) {
            assertThat(child.exit()).isEqualTo(1);
            assertThat(child.output())
                    .contains("The file system of " + directory + " does not support locks")
                    .contains("local volume")
                    .doesNotContain("write permission");
        }
        assertThat(fixture.build().version().number()).isZero();
        assertThat(lock).doesNotExist();
        fixture.build().migrate();
        try (ChildJvm child = ChildJvm.start(withoutLocks, command)) {
            assertThat(child.exit()).as(child.output()).isZero();
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertThat(file).isNotEmptyFile();
        }
    }

    @Test
    void saysThatADatabaseOnAReadOnlyDiskCannotBeWritten() throws Exception {
        Fixture fixture = Fixture.in(smallDisk()).script("0001-t.sql", "CREATE TABLE t (x);");
        assumeThat(Fixture.runs("mount", "-o", "remount,ro", mount().toString()))
                .isTrue();
        assertThat(fixture.build().version().number()).isZero();
        assertThatThrownBy(() -> fixture.build().migrate())
                .isInstanceOf(FastMigrateException.class)
                .hasMessageContaining("cannot be written");
    }

    /** What looks like a version may be half a script: a journal on a read-only disk cannot be played back. */
    @Test
    void doesNotReadPastAJournalThatItCannotPlayBack() throws Exception {
        Fixture fixture = Fixture.in(smallDisk()).script("0001-t.sql", "CREATE TABLE t (x);");
        hotJournal(fixture);
        assumeThat(Fixture.runs("mount", "-o", "remount,ro", mount().toString()))
                .isTrue();
        assertThatThrownBy(() -> fixture.build().version()).isInstanceOf(FastMigrateException.class);
    }

    /** Copies database and journal while a transaction has written pages: what a power cut leaves. */
    private void hotJournal(Fixture fixture) throws Exception {
        Path aside = Files.createDirectory(directory.resolve("aside"));
        try (Connection connection = fixture.open();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA cache_size = 1");
            statement.execute("CREATE TABLE filler (x)");
            statement.execute("INSERT INTO filler VALUES (zeroblob(60000))");
            statement.execute("BEGIN");
            statement.execute("UPDATE _meta SET version = 7");
            statement.execute("UPDATE filler SET x = randomblob(60000)");
            assertThat(Fixture.runs("cp", "-r", fixture.database() + "", fixture.database() + "-journal", aside + "/"))
                    .isTrue();
            statement.execute("ROLLBACK");
        }
        for (String name : List.of("app.db", "app.db-journal")) {
            assertThat(Fixture.runs(
                            "cp",
                            aside.resolve(name).toString(),
                            fixture.database().getParent() + "/"))
                    .isTrue();
        }
        assertThat(Path.of(fixture.database() + "-journal")).exists();
    }

    @Test
    void playsAHotJournalBack() throws Exception {
        Fixture fixture = Fixture.in(directory).script("0001-t.sql", "CREATE TABLE t (x);");
        hotJournal(fixture);
        assertThat(fixture.build().version().number()).isZero();
        fixture.build().migrate();
        assertThat(fixture.number("SELECT length(x) FROM filler WHERE x = zeroblob(60000)"))
                .isEqualTo(60000);
        assertThat(fixture.build().version().number()).isEqualTo(1);
    }

    @Test
    void takesAScriptBackWhereItsVersionCannotBeSet() throws Exception {
        Fixture fixture = three("0002-a.sql", "INSERT INTO t VALUES (2);");
        fixture.script(
                "0001-t.sql",
                "CREATE TABLE t (x); CREATE TRIGGER no BEFORE INSERT ON _meta"
                        + " WHEN new.version = 2 BEGIN SELECT RAISE(ABORT, 'no version'); END;");
        assertThatThrownBy(() -> fixture.build().migrate())
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("no version");
        assertThat(fixture.build().version().number()).isEqualTo(1);
        assertThat(fixture.number("SELECT count(*) FROM t")).isZero();
    }

    private Fixture changedWhileItRuns(Consumer<Fixture> change, Fixture fixture) {
        MigrationListener listener = new MigrationListener() {
            @Override
            public void onStarted(Plan.Step step) {
                if (step.script().version().number() == 1) {
                    change.accept(fixture);
                }
            }
        };
        assertThatThrownBy(() -> fixture.builder().listener(listener).build().migrate())
                .isInstanceOf(ScriptFailedException.class);
        return fixture;
    }

    private Fixture three(String second, String text) throws IOException {
        return Fixture.in(directory)
                .script("0001-t.sql", "CREATE TABLE t (x);")
                .script(second, text)
                .script("0003-more.sql", "INSERT INTO t VALUES (3);");
    }

    @Test
    void stopsWhereAScriptIsDeletedAfterPlanning() throws Exception {
        Fixture fixture = three("0002-a.sql", "INSERT INTO t VALUES (2);");
        changedWhileItRuns(it -> Trees.delete(it.migrations().resolve("0002-a.sql")), fixture);
        assertThat(fixture.build().version().number()).isEqualTo(1);
    }

    @Test
    void stopsWhereTheDirectoryVanishesAfterPlanning() throws Exception {
        Fixture fixture = three("0002-a.sql", "INSERT INTO t VALUES (2);");
        changedWhileItRuns(it -> Trees.delete(it.migrations()), fixture);
        assertThat(fixture.number("SELECT version FROM _meta")).isLessThanOrEqualTo(1);
    }

    private void changes(String name, String before, String after) throws Exception {
        Fixture fixture = three(name, before);
        changedWhileItRuns(
                it -> {
                    try {
                        it.script(name, after);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                fixture);
        assertThat(fixture.build().version().number()).isEqualTo(1);
        assertThat(fixture.number("SELECT count(*) FROM t")).isZero();
        assertThat(Path.of(fixture.database() + ".ran")).doesNotExist();
    }

    @Test
    void runsNothingOfASqlScriptThatChangedAfterPlanning() throws Exception {
        changes("0002-a.sql", "INSERT INTO t VALUES (2);", "INSERT INTO t VALUES (22);");
    }

    @Test
    void runsNothingOfAProcessThatChangedAfterPlanning() throws Exception {
        changes("0002-a.sh", "exit 0\n", "touch \"$1.ran\"\n");
    }

    @Test
    void runsNothingOfAScriptThatRunsAsItIsAndChangedAfterPlanning() throws Exception {
        changes(
                "0002-a.sql",
                "DELETE FROM t; VACUUM; DELETE FROM t;",
                "INSERT INTO t VALUES (9); VACUUM; DELETE FROM t WHERE 0;");
    }

    @Test
    void runsNothingThatStandsBeforeTheTransactionOfAScriptThatChangedAfterPlanning() throws Exception {
        Fixture fixture = three("0002-a.sql", "PRAGMA journal_mode = DELETE; DELETE FROM t;");
        changedWhileItRuns(it -> write(it, "PRAGMA journal_mode = WAL; INSERT INTO t VALUES (9);"), fixture);
        assertThat(fixture.text("PRAGMA journal_mode")).isEqualTo("delete");
    }

    private static void write(Fixture fixture, String text) {
        try {
            fixture.script("0002-a.sql", text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void namesTheSignalThatKilledAnInterpreter() throws Exception {
        Fixture fixture = Fixture.in(directory).script("0001-a.sh", "kill -9 $$\n");
        assertThatThrownBy(() -> fixture.build().migrate())
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("exit code 137 (signal 9)");
        assertThat(fixture.build().version().number()).isZero();
    }

    /** The history says that the future has been; only its text is from the clock. */
    @Test
    void goesOnWhereTheClockWasSetBack() throws Exception {
        Fixture fixture = three("0002-a.sql", "INSERT INTO t VALUES (2);");
        fixture.build().migrate();
        try (Connection connection = fixture.open();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE _fastmigrate_history SET applied_at = '2999-01-01T00:00:00Z'");
        }
        fixture.script("0004-later.sql", "INSERT INTO t VALUES (4);").build().migrate();
        assertThat(fixture.build().version().number()).isEqualTo(4);
        assertThat(fixture.build().status().warnings()).isEmpty();
    }

    /** A reader in another process sees the old content before and after, and so does whoever opens the database again. */
    @Test
    void putsTheContentOfBeforeTheRunBackWhileAReaderIsAttached() throws Exception {
        Fixture fixture = three("0002-a.sql", "INSERT INTO t VALUES (2);").script("0004-fails.sh", "exit 3\n");
        String before = fixture.content();
        try (ChildJvm reader = ChildJvm.migrating("attach", fixture.database().toString())) {
            reader.prints("at attached");
            assertThatThrownBy(
                            () -> fixture.builder().restoreOnFailure().build().migrate())
                    .isInstanceOf(ScriptFailedException.class)
                    .hasMessageContaining("exit code 3")
                    .hasMessageContaining("it was restored");
            assertThat(fixture.content()).isEqualTo(before);
            assertThat(reader.say("look")).isTrue();
            assertThat(reader.prints("version 0, tables _meta"))
                    .as(reader.output())
                    .isTrue();
        }
        assertThat(fixture.text("PRAGMA integrity_check")).isEqualTo("ok");
    }
}
