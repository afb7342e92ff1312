package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.internal.sql.token.SqliteNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which table's foreign keys refer to which others. Kept from script to script as long as SQLite says that the schema is
 * the one that was read, so that a script does not cost more because there are thousands of tables.
 */
public final class ForeignKeys {

    private static final String UNREAD = "";

    /**
     * What a script can have done to foreign keys.
     *
     * @param tables the only ones that can have others than before; empty when that is not known
     * @param defines whether there can be foreign keys in tables that had none
     */
    public record Change(Optional<Set<String>> tables, boolean defines) {

        public static final Change UNKNOWN = new Change(Optional.empty(), true);
    }

    private final Connection connection;

    /** The parents, in lower case, of each table that has some. */
    private final Map<String, Set<String>> parents = new HashMap<>();

    /** The name by which {@link #parents} has a table, by what SQLite takes for the same name. */
    private final Map<String, String> names = new HashMap<>();

    private String version = UNREAD;

    public ForeignKeys(Connection connection) {
        this.connection = connection;
    }

    /** Returns the parents of each table that has some, in lower case. */
    public Map<String, Set<String>> parents() throws SQLException {
        return parents(Change.UNKNOWN);
    }

    /** Returns the same after a script. */
    public Map<String, Set<String>> parents(Change change) throws SQLException {
        String now = Sql.string(connection, "PRAGMA main.schema_version");
        if (!now.equals(version)) {
            boolean read = !version.equals(UNREAD);
            version = UNREAD;
            if (read && change.tables().isPresent()) {
                for (String table : change.tables().get()) {
                    if (change.defines() || names.containsKey(SqliteNames.fold(table))) {
                        read(table);
                    }
                }
            } else {
                readAll();
            }
            version = now;
        }
        return Collections.unmodifiableMap(parents);
    }

    private void read(String table) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT \"table\" FROM pragma_foreign_key_list(?, 'main')")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(SqliteNames.fold(rows.getString(1)));
                }
            }
        }
        String name = names.computeIfAbsent(SqliteNames.fold(table), same -> table);
        if (found.isEmpty()) {
            parents.remove(name);
        } else {
            parents.put(name, found);
        }
    }

    /** Asks only tables whose text has the word, which no foreign key can do without: each asking opens a cursor. */
    private void readAll() throws SQLException {
        parents.clear();
        names.clear();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT m.name, k.\"table\" FROM main.sqlite_schema m, "
                        + "pragma_foreign_key_list(m.name, 'main') k WHERE m.type = 'table'"
                        + " AND instr(lower(m.sql), 'references') > 0")) {
            while (rows.next()) {
                String table = rows.getString(1);
                names.put(SqliteNames.fold(table), table);
                parents.computeIfAbsent(table, name -> new TreeSet<>()).add(SqliteNames.fold(rows.getString(2)));
            }
        }
    }
}
