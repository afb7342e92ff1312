package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistentJournalTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;
    private Path journal;

    @BeforeEach
    void fresh() {
        sandbox = Sandbox.in(directory);
        journal = Path.of(sandbox.database() + "-journal");
        sandbox.managed();
    }

    /** Returns whether the journal was there, dead, after each script. */
    private List<Boolean> migrate() {
        List<Boolean> dead = new ArrayList<>();
        sandbox.builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onApplied(HistoryEntry entry) {
                        dead.add(isDead());
                    }
                })
                .build()
                .migrate();
        return dead;
    }

    private boolean isDead() {
        try {
            return PersistentJournal.isDead(journal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Sandbox scripts(int count) throws Exception {
        for (int number = 1; number <= count; number++) {
            sandbox.script(
                    String.format(Locale.ROOT, "%04d-t.sql", number),
                    "CREATE TABLE t" + number + " (x); INSERT INTO t" + number + " VALUES (1);");
        }
        return sandbox;
    }

    @Test
    void isKeptWhereManyScriptsRunAndOnlyToTheEndOfTheRun() throws Exception {
        scripts(12);
        List<Boolean> dead = migrate();
        assertThat(dead).hasSize(12).startsWith(false, false, false).endsWith(true, true, true);
        assertThat(journal).doesNotExist();
        assertThat(sandbox.query("PRAGMA journal_mode")).containsExactly("delete");
    }

    @Test
    void isNotKeptForAProcessOrForAScriptThatLeavesItsTransaction() throws Exception {
        scripts(12)
                .script("0013-t.sh", "test ! -e \"$1-journal\"")
                .script("0014-t.sql", "CREATE TABLE late (x);")
                .script("0015-mode.sql", "PRAGMA journal_mode = WAL;");
        assertThat(migrate()).endsWith(true, false, true, false);
        assertThat(journal).doesNotExist();
        assertThat(sandbox.query("PRAGMA journal_mode")).containsExactly("wal");
    }

    @Test
    void leavesAWriteAheadLogAsItIs() throws Exception {
        scripts(12).query("PRAGMA journal_mode = WAL");
        assertThat(migrate()).hasSize(12).containsOnly(false);
        assertThat(sandbox.query("PRAGMA journal_mode")).containsExactly("wal");
    }

    @Test
    void isRemovedByTheNextRunWhereAKillLeftItAlsoWithNothingPending() throws Exception {
        try (Connection connection = sandbox.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = PERSIST");
            statement.executeUpdate("CREATE TABLE mine (x)");
        }
        assertThat(isDead()).isTrue();
        migrate();
        assertThat(journal).doesNotExist();
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name = 'mine'"))
                .containsExactly("mine");
    }

    @Test
    void thatIsToBePlayedBackIsNotTakenForADeadOne() throws Exception {
        Files.write(journal, new byte[] {(byte) 0xd9, (byte) 0xd5, 0x05, (byte) 0xf9});
        assertThat(isDead()).isFalse();
    }

    /** SQLite makes the file before it writes the header: a kill between the two. */
    @Test
    void isRemovedAlsoWhereAKillLeftItWithoutItsHeader() throws Exception {
        Files.write(journal, new byte[0]);
        migrate();
        assertThat(journal).doesNotExist();
    }

    /** Whoever has just begun it holds the lock that its removal needs. */
    @Test
    void isLeftToWhoIsAboutToWriteIt() throws Exception {
        try (Connection connection = sandbox.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            Files.write(journal, new byte[0]);
            migrate();
            assertThat(journal).exists();
            statement.executeUpdate("CREATE TABLE mine (x)");
            statement.execute("COMMIT");
        }
        assertThat(sandbox.query("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name = 'mine'"))
                .containsExactly("mine");
    }
}
