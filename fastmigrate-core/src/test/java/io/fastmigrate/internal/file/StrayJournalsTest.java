package io.fastmigrate.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.file.SourceSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrayJournalsTest {

    @TempDir
    Path directory;

    private Path database() {
        return directory.resolve("app.db");
    }

    private FastMigrate fastMigrate() {
        return FastMigrate.sqlite(database()).migrations(directory).build();
    }

    private DatabaseUnusableException refusal() {
        DatabaseUnusableException refusal = catchThrowableOfType(
                DatabaseUnusableException.class, () -> fastMigrate().create());
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).isEqualTo(Problem.STRAY_JOURNAL);
        assertThat(database()).doesNotExist();
        return refusal;
    }

    private void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Copies the files of a database that is in use, as a kill leaves them, without the database itself. */
    private void leaveJournals(String... statements) throws Exception {
        Path old = Files.createDirectory(directory.resolve("old")).resolve("app.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old)) {
            execute(connection, statements);
            for (String suffix : List.of("-wal", "-shm", "-journal")) {
                if (Files.exists(Path.of(old + suffix))) {
                    Files.copy(Path.of(old + suffix), Path.of(database() + suffix));
                }
            }
        }
    }

    private void leaveLog() throws Exception {
        leaveJournals(
                "PRAGMA journal_mode = WAL",
                "CREATE TABLE secret (x)",
                "INSERT INTO secret VALUES ('a committed row')");
    }

    private void leaveHotJournal() throws Exception {
        leaveJournals(
                "PRAGMA cache_size = 5",
                "CREATE TABLE secret (x)",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
                        + " INSERT INTO secret SELECT hex(zeroblob(1000)) FROM n",
                "BEGIN",
                "UPDATE secret SET x = 'new ' || x");
    }

    private Map<String, Integer> contents() throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        for (String name : Sandbox.names(directory)) {
            Path file = directory.resolve(name);
            if (Files.isRegularFile(file)) {
                contents.put(name, Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    @Test
    void refusesThePlaceOfADatabaseWhoseLogIsStillThere() throws Exception {
        leaveLog();
        Map<String, Integer> before = contents();
        assertThat(before).containsOnlyKeys("app.db-shm", "app.db-wal");
        assertThat(refusal()).hasMessageContaining("app.db-wal, app.db-shm").hasMessageContaining("Nothing was");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void refusesThePlaceOfADatabaseWhoseHotJournalIsStillThere() throws Exception {
        leaveHotJournal();
        Files.writeString(directory.resolve("app.db-mj1234569AB"), "other.db-journal");
        Map<String, Integer> before = contents();
        assertThat(refusal()).hasMessageContaining("app.db-journal, app.db-mj1234569AB.");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void looksBesideTheFileThatALinkLeadsTo() throws Exception {
        leaveLog();
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), Path.of("app.db"));
        FastMigrate throughLink = FastMigrate.sqlite(link).migrations(directory).build();
        DatabaseUnusableException refusal = catchThrowableOfType(DatabaseUnusableException.class, throughLink::create);
        assertThat(refusal).hasMessageContaining("app.db-wal");
        assertThat(database()).doesNotExist();
    }

    @Test
    void createsOnceTheFilesAreGone() throws Exception {
        leaveLog();
        refusal();
        Files.delete(directory.resolve("app.db-wal"));
        assertThat(refusal()).hasMessageContaining("app.db-shm");
        Files.delete(directory.resolve("app.db-shm"));
        assertThat(fastMigrate().create().isNew()).isTrue();
        assertThat(fastMigrate().version()).isEqualTo(Version.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-journal", "-shm"})
    void refusesWhatIsNoFileAtAll(String suffix) throws Exception {
        Files.createDirectory(Path.of(database() + suffix));
        assertThat(refusal()).hasMessageContaining("app.db" + suffix);
    }

    /** Proved by the new database, which is used as an application would, in both journal modes. */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void createsBesideWhatHoldsNothing(String mode) throws Exception {
        Files.createFile(directory.resolve("app.db-wal"));
        Files.createFile(directory.resolve("app.db-shm"));
        leaveDeadJournal();
        Files.writeString(directory.resolve("app.db-mj1234569AB"), "other.db-journal");
        assertThat(fastMigrate().create().isNew()).isTrue();
        assertThat(fastMigrate().version()).isEqualTo(Version.ZERO);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database())) {
            execute(connection, "PRAGMA journal_mode = " + mode, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
            assertThat(Sql.string(connection, "SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table'"))
                    .isEqualTo("_meta,t");
            assertThat(Sql.string(connection, "PRAGMA integrity_check")).isEqualTo("ok");
        }
        assertThat(Sandbox.names(directory)).contains("app.db-mj1234569AB");
    }

    /** The file that a backup is written to is empty at first, and beside an empty file SQLite deletes such a log. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void copiesIntoAnEmptyFileBesideALeftOverLog(boolean hotJournal) throws Exception {
        if (hotJournal) {
            leaveHotJournal();
        } else {
            leaveLog();
        }
        Path source = directory.resolve("source.db");
        FastMigrate.sqlite(source).migrations(directory).build().create();
        Files.createFile(database());
        try (SourceSnapshot snapshot = SourceSnapshot.open(new SqliteFile(source))) {
            snapshot.copyTo(database(), CopyListener.NONE);
        }
        try (Connection copy = SqliteFile.open(database(), "mode=ro&immutable=1")) {
            assertThat(Sql.string(copy, "SELECT group_concat(name) FROM sqlite_schema"))
                    .isEqualTo("_meta");
            assertThat(Sql.string(copy, "PRAGMA integrity_check")).isEqualTo("ok");
        }
        assertThat(Path.of(database() + "-wal")).doesNotExist();
        assertThat(Path.of(database() + "-journal")).doesNotExist();
    }

    @Test
    void givesNoBackupANameBesideWhichALogIsLeft() throws Exception {
        fastMigrate().create();
        BackupFile file = BackupFile.create(database());
        String unfinished = file.path().toString();
        Path taken = Path.of(unfinished.substring(0, unfinished.length() - ".unfinished".length()));
        Files.writeString(Path.of(taken + "-wal"), "the log of a backup that was opened and deleted");
        Path published = file.publish();
        assertThat(published).isNotEqualTo(taken).exists();
        assertThat(taken).doesNotExist();
    }

    /** Its header is zeros, but the pages of the deleted database are still behind it. */
    private void leaveDeadJournal() throws Exception {
        Path old = Files.createDirectory(directory.resolve("dead")).resolve("app.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old)) {
            execute(
                    connection,
                    "PRAGMA journal_mode = PERSIST",
                    "CREATE TABLE secret (x)",
                    "INSERT INTO secret VALUES (1)");
        }
        assertThat(Path.of(old + "-journal")).isNotEmptyFile();
        Files.copy(Path.of(old + "-journal"), directory.resolve("app.db-journal"));
    }
}
