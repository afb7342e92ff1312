package io.fastmigrate.internal.sqlite.foreignkey;

import static io.fastmigrate.internal.sqlite.foreignkey.SchemaSearch.strings;

import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.Afterwards;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Drops a table without touching a row of another one. Where foreign keys are enforced, SQLite's own {@code DROP TABLE}
 * deletes the table's rows first, and so, by {@code ON DELETE}, rows of every table that refers to it: a rebuild of a
 * parent would lose all its children.
 *
 * @see <a href="https://www.sqlite.org/foreignkeys.html#fk_schemacommands">what SQLite does</a>
 */
public final class TableDrop {

    /** Its name in the instant between the two: nothing refers to it. */
    private static final String ALIAS = "_fastmigrate_dropped";

    private static final List<String> OF_THE_SCHEMA = List.of("sqlite_sequence", "sqlite_stat1", "sqlite_stat4");

    private final Connection connection;
    private final String schema;
    private final String table;

    private TableDrop(Connection connection, String schema, String table) {
        this.connection = connection;
        this.schema = schema;
        this.table = table;
    }

    /** Fails where SQLite would not drop the table since rows refer to it; drops nothing. */
    public static void tryOut(Connection connection, SqlStatement statement) throws SQLException {
        if (isEnforced(connection)) {
            Sql.run(connection, "SAVEPOINT " + ALIAS);
            runThen(connection, statement.text(), "ROLLBACK TO " + ALIAS + "; RELEASE " + ALIAS);
        }
    }

    /** Runs a {@code DROP TABLE}; fails as SQLite fails. */
    public static void run(Connection connection, SqlStatement statement) throws SQLException {
        Optional<TableDrop> drop = isEnforced(connection) ? ofParent(connection, statement) : Optional.empty();
        if (drop.isEmpty()) {
            Sql.run(connection, statement.text());
            return;
        }
        Sql.run(connection, "PRAGMA foreign_keys = OFF");
        if (isEnforced(connection)) {
            drop.get().inTransaction();
            return;
        }
        runThen(connection, statement.text(), "PRAGMA foreign_keys = ON");
    }

    private static void runThen(Connection connection, String sql, String afterwards) throws SQLException {
        Afterwards.run(
                connection,
                () -> {
                    Sql.run(connection, sql);
                    return sql;
                },
                afterwards);
    }

    private static boolean isEnforced(Connection connection) throws SQLException {
        return Sql.string(connection, "PRAGMA foreign_keys").equals("1");
    }

    /** Returns the table that is meant, if it is one that foreign keys refer to; a view or virtual table has no rows to lose. */
    private static Optional<TableDrop> ofParent(Connection connection, SqlStatement statement) throws SQLException {
        String name = statement.name().orElse("");
        Optional<String> schema =
                statement.schema().isPresent() ? statement.schema() : SchemaSearch.first(connection, name);
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        List<String> found = strings(
                connection,
                "SELECT name FROM " + Sql.quoted(schema.get())
                        + ".sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name = ? COLLATE NOCASE",
                name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        TableDrop drop = new TableDrop(connection, schema.get(), found.get(0));
        return drop.isParent() ? Optional.of(drop) : Optional.empty();
    }

    private boolean isParent() throws SQLException {
        return !strings(
                        connection,
                        "SELECT 1 FROM " + book() + " m, pragma_foreign_key_list(m.name, " + text(schema) + ") k"
                                + " WHERE m.type = 'table' AND k.\"table\" = ? COLLATE NOCASE LIMIT 1",
                        table)
                .isEmpty();
    }

    /**
     * Foreign keys cannot be switched off here. So the table gets another name first, by hand, since ALTER TABLE would have
     * the others follow it; then nothing refers to what is dropped.
     */
    private void inTransaction() throws SQLException {
        String writable = Sql.string(connection, "PRAGMA writable_schema");
        dropDependents();
        // A change of the schema that SQLite knows of, so that it reads it again even where this is rolled back.
        long version = Long.parseLong(Sql.string(connection, "PRAGMA " + Sql.quoted(schema) + ".schema_version"));
        Sql.run(connection, "PRAGMA " + Sql.quoted(schema) + ".schema_version = " + (version + 1));
        rename();
        Sql.run(connection, "DROP TABLE " + Sql.quoted(schema) + "." + ALIAS);
        forget();
        if (writable.equals("1")) {
            Sql.run(connection, "PRAGMA writable_schema = ON");
        }
    }

    /** Its indexes and triggers, whose texts name it. */
    private void dropDependents() throws SQLException {
        for (String type : List.of("INDEX", "TRIGGER")) {
            for (String name : strings(
                    connection,
                    "SELECT name FROM " + book() + " WHERE type = " + text(SqliteNames.fold(type))
                            + " AND sql IS NOT NULL AND tbl_name = ? COLLATE NOCASE",
                    table)) {
                Sql.run(connection, "DROP " + type + " " + Sql.quoted(schema) + "." + Sql.quoted(name));
            }
        }
        if (SqliteNames.same(SchemaSearch.first(connection, table).orElse(""), schema)) {
            for (String name : strings(
                    connection,
                    "SELECT name FROM temp.sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE",
                    table)) {
                Sql.run(connection, "DROP TRIGGER temp." + Sql.quoted(name));
            }
        }
    }

    /** Of its definition nothing matters any more but which pages are its own, and those of the indexes of its keys. */
    private void rename() throws SQLException {
        boolean rowIds = strings(
                        connection, "SELECT wr FROM pragma_table_list(?) WHERE schema = " + text(schema), table)
                .contains("0");
        Sql.run(connection, "PRAGMA writable_schema = ON");
        Afterwards.run(connection, () -> renamed(rowIds), "PRAGMA writable_schema = RESET");
    }

    private int renamed(boolean rowIds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + book()
                + " SET tbl_name = ?1, name = CASE type WHEN 'table' THEN ?1 ELSE ?1 || rootpage END,"
                + " sql = CASE type WHEN 'table' THEN ?2"
                + " ELSE 'CREATE INDEX ' || ?1 || rootpage || ' ON ' || ?1 || '(a)' END"
                + " WHERE type IN ('table', 'index') AND tbl_name = ?3 COLLATE NOCASE")) {
            statement.setString(1, ALIAS);
            statement.setString(2, "CREATE TABLE " + ALIAS + (rowIds ? "(a)" : "(a PRIMARY KEY) WITHOUT ROWID"));
            statement.setString(3, table);
            return statement.executeUpdate();
        }
    }

    /** What SQLite itself forgets of a table that it drops. */
    private void forget() throws SQLException {
        for (String kept : OF_THE_SCHEMA) {
            if (strings(connection, "SELECT 1 FROM " + book() + " WHERE name = ?", kept)
                    .isEmpty()) {
                continue;
            }
            String column = kept.equals("sqlite_sequence") ? "name" : "tbl";
            try (PreparedStatement statement = connection.prepareStatement(
                    "DELETE FROM " + Sql.quoted(schema) + "." + kept + " WHERE " + column + " = ?")) {
                statement.setString(1, table);
                statement.executeUpdate();
            }
        }
    }

    private String book() {
        return Sql.quoted(schema) + ".sqlite_schema";
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
