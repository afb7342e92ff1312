package io.fastmigrate.internal.sqlite;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.SafeSettings;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.control.HistoryTable;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import io.fastmigrate.internal.sqlite.schema.SqliteSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what another migration tool kept, and sets what it would have set, had it been us. */
record SqliteAdoption(SqliteSource source) {

    Optional<List<Map<String, @Nullable String>>> rows(String table) {
        try (Connection connection = source.openToRead()) {
            return rows(connection, table);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    private Optional<List<Map<String, @Nullable String>>> rows(Connection connection, String table) {
        try {
            if (!"1"
                    .equals(Sql.string(
                            connection,
                            "SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = '"
                                    + table.replace("'", "''") + "' COLLATE NOCASE"))) {
                return Optional.empty();
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT * FROM main.\"" + table.replace("\"", "\"\"") + "\" ORDER BY rowid")) {
                return Optional.of(read(rows));
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    private static List<Map<String, @Nullable String>> read(ResultSet rows) throws SQLException {
        List<Map<String, @Nullable String>> all = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (int i = 1; i <= columns; i++) {
                row.put(SqliteNames.fold(rows.getMetaData().getColumnName(i)), rows.getString(i));
            }
            all.add(row);
        }
        return all;
    }

    void proveSameSchema(Path made) {
        try (Connection expected = source.openToRead();
                Connection actual = new SqliteFile(made).openToRead()) {
            SqliteSchema.compare(expected, actual);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    void adopt(
            Version version,
            List<HistoryEntry> history,
            Consumer<AdoptingBackend.Tables> check,
            Runnable beforeCommit) {
        try (Connection connection = source.openToWrite()) {
            SafeSettings.beforeWriting(connection, source.name());
            Sql.run(connection, "BEGIN IMMEDIATE");
            try {
                check.accept(table -> rows(connection, table));
                if (MetaTable.exists(connection)) {
                    throw Bridge.errors()
                            .databaseManaged(
                                    source.name(),
                                    MetaTable.read(connection, source.name()).orElse(Version.ZERO));
                }
                MetaTable.requireNameFree(connection, source.name());
                MetaTable.create(connection);
                MetaTable.write(connection, source.name(), version);
                for (HistoryEntry entry : history) {
                    HistoryTable.write(connection, source.name(), entry);
                }
                beforeCommit.run();
                Sql.run(connection, "COMMIT");
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    /** SQLite itself has rolled back where the disk was full. */
    private static void rollBack(Connection connection, Throwable failure) {
        try {
            Sql.run(connection, "ROLLBACK");
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
