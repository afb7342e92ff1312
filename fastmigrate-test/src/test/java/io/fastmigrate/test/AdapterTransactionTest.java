package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written through an adapter with transactions is written in one. */
class AdapterTransactionTest {

    @TempDir
    Path directory;

    private final Watched adapter = new Watched();

    /** Notes what is asked of it, and fails where a test wants it. */
    private static final class Watched extends FullAdapter {

        private final List<String> calls = new ArrayList<>();
        private boolean losesHistory;
        private boolean losesVersion;

        @Override
        public int getVersion(Connection conn) throws SQLException {
            return losesVersion && calls.contains("begin") ? -1 : super.getVersion(conn);
        }

        @Override
        public void begin(Connection conn) throws SQLException {
            calls.add("begin");
            super.begin(conn);
        }

        @Override
        public void commit(Connection conn) throws SQLException {
            calls.add("commit");
            super.commit(conn);
        }

        @Override
        public void writeHistory(Connection conn, HistoryEntry entry) throws SQLException {
            calls.add("writeHistory");
            if (losesHistory) {
                throw new SQLException("disk is full");
            }
            super.writeHistory(conn, entry);
        }
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectory(directory.resolve("migrations"));
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(directory.resolve("migrations").resolve(name), text);
    }

    private FastMigrate fastMigrate() {
        return FastMigrate.adapter(adapter, "test:" + directory.resolve("app.db"))
                .migrations(directory.resolve("migrations").toString())
                .build();
    }

    @Test
    void theVersionAfterAProcessIsNotSetWithoutItsHistory() throws IOException {
        script("0001-a.sh", "exit 0");
        fastMigrate().create();
        adapter.losesHistory = true;

        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate()::migrate);

        assertThat(failure).hasMessageContainingAll("disk is full", "its version may not be set");
        assertThat(fastMigrate().version()).isEqualTo(Version.ZERO);
    }

    @Test
    void anAcceptedChecksumIsCommitted() throws IOException {
        script("0001-a.sql", "CREATE TABLE a (x);");
        fastMigrate().create();
        fastMigrate().migrate();
        script("0001-a.sql", "CREATE TABLE a (x INTEGER);");
        adapter.calls.clear();

        fastMigrate().accept(new Version(1));

        assertThat(adapter.calls).containsExactly("begin", "writeHistory", "commit");
    }

    @Test
    void aVersionThatIsNoneIsTheAdaptersFault() throws IOException {
        script("0001-a.sql", "CREATE TABLE a (x);");
        fastMigrate().create();
        adapter.losesVersion = true;

        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate()::migrate);

        assertThat(failure).hasMessageContainingAll("getVersion of", "returned -1");
        assertThat(failure.advice()).contains("Correct the adapter");
    }
}
