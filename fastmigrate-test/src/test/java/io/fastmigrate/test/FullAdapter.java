package io.fastmigrate.test;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.adapter.AdapterCapability;
import io.fastmigrate.adapter.CapableDatabaseAdapter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All capabilities, on the same SQLite file. The lock is one on a file beside it. */
class FullAdapter extends PlainAdapter implements CapableDatabaseAdapter<Connection> {

    private final Map<Connection, FileChannel> locks = new ConcurrentHashMap<>();

    @Override
    public Set<AdapterCapability> capabilities() {
        return EnumSet.allOf(AdapterCapability.class);
    }

    @Override
    public boolean tryLock(Connection conn) throws Exception {
        FileChannel channel = FileChannel.open(
                Path.of(conn.getMetaData().getURL().substring("jdbc:sqlite:".length()) + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (locked(channel)) {
            locks.put(conn, channel);
            return true;
        }
        channel.close();
        return false;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void unlock(Connection conn) throws IOException {
        FileChannel channel = locks.remove(conn);
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public List<HistoryEntry> readHistory(Connection conn) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        try (Statement statement = conn.createStatement()) {
            if (statement
                            .executeQuery("SELECT count(*) FROM sqlite_schema WHERE name = 'history'")
                            .getInt(1)
                    == 0) {
                return entries;
            }
            ResultSet rows = statement.executeQuery("SELECT * FROM history ORDER BY version");
            while (rows.next()) {
                entries.add(HistoryEntry.of(
                                new Version(rows.getInt("from_version")),
                                new Version(rows.getInt("version")),
                                rows.getString("file_name"),
                                Script.Kind.valueOf(rows.getString("kind")),
                                rows.getString("checksum"),
                                Instant.parse(rows.getString("applied_at")))
                        .withTook(Duration.ofMillis(rows.getLong("took_ms")))
                        .withAppliedBy(rows.getString("applied_by")));
            }
        }
        return entries;
    }

    @Override
    public void writeHistory(Connection conn, HistoryEntry entry) throws SQLException {
        execute(
                conn,
                "CREATE TABLE IF NOT EXISTS history (from_version, version PRIMARY KEY, file_name, kind, checksum,"
                        + " applied_at, took_ms, applied_by)");
        try (PreparedStatement insert =
                conn.prepareStatement("INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setInt(1, entry.from().number());
            insert.setInt(2, entry.version().number());
            insert.setString(3, entry.fileName());
            insert.setString(4, entry.kind().name());
            insert.setString(5, entry.checksum());
            insert.setString(6, entry.appliedAt().toString());
            insert.setLong(7, entry.took().toMillis());
            insert.setString(8, entry.appliedBy());
            insert.executeUpdate();
        }
    }

    @Override
    public List<HistoryEntry> readRepeatable(Connection conn) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        try (Statement statement = conn.createStatement()) {
            if (statement
                            .executeQuery("SELECT count(*) FROM sqlite_schema WHERE name = 'repeatable'")
                            .getInt(1)
                    == 0) {
                return entries;
            }
            ResultSet rows = statement.executeQuery("SELECT * FROM repeatable ORDER BY file_name");
            while (rows.next()) {
                Version version = new Version(rows.getInt("version"));
                entries.add(HistoryEntry.of(
                        version,
                        version,
                        rows.getString("file_name"),
                        Script.Kind.SQL,
                        rows.getString("checksum"),
                        Instant.parse(rows.getString("applied_at"))));
            }
        }
        return entries;
    }

    @Override
    public void writeRepeatable(Connection conn, HistoryEntry entry) throws SQLException {
        execute(conn, "CREATE TABLE IF NOT EXISTS repeatable (file_name PRIMARY KEY, version, checksum, applied_at)");
        try (PreparedStatement insert =
                conn.prepareStatement("INSERT OR REPLACE INTO repeatable VALUES (?, ?, ?, ?)")) {
            insert.setString(1, entry.fileName());
            insert.setInt(2, entry.version().number());
            insert.setString(3, entry.checksum());
            insert.setString(4, entry.appliedAt().toString());
            insert.executeUpdate();
        }
    }

    @Override
    public void begin(Connection conn) throws SQLException {
        execute(conn, "BEGIN IMMEDIATE");
    }

    @Override
    public void commit(Connection conn) throws SQLException {
        execute(conn, "COMMIT");
    }

    @Override
    public void rollback(Connection conn) throws SQLException {
        execute(conn, "ROLLBACK");
    }
}
