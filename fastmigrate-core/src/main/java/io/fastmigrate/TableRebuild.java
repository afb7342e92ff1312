package io.fastmigrate;

import io.fastmigrate.internal.sqlite.rebuild.NewDefinition;
import io.fastmigrate.internal.sqlite.rebuild.NewDefinition.OldConstraints;
import io.fastmigrate.internal.sqlite.rebuild.Rebuild;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Rebuilds a SQLite table, for changes that {@code ALTER TABLE} cannot make. Made for {@link
 * io.fastmigrate.JavaMigration}s:
 *
 * <pre>{@code
 * TableRebuild.of("books")
 *         .columns("id INTEGER PRIMARY KEY, title TEXT NOT NULL, price REAL DEFAULT 0")
 *         .run(connection);
 * }</pre>
 *
 * <p>Columns of the same name keep their values, new columns get their default, and columns that are left out are
 * dropped. Row ids, indexes, triggers, views, foreign keys in both directions, the counter of AUTOINCREMENT, STRICT and
 * WITHOUT ROWID are kept. It follows <a href="https://sqlite.org/lang_altertable.html#otheralter">SQLite's own
 * procedure</a>.
 *
 * <p>Instances are immutable. All methods that take a connection leave it open.
 */
public final class TableRebuild {

    private final String table;
    private final NewDefinition definition;

    private TableRebuild(String table, NewDefinition definition) {
        this.table = table;
        this.definition = definition;
    }

    /**
     * Starts the rebuild of a table, which without further calls gets the same definition again.
     *
     * @param table its name without quotes and schema, in any case; it is searched for in the schema {@code main}
     */
    public static TableRebuild of(String table) {
        return new TableRebuild(table, NewDefinition.UNCHANGED);
    }

    /**
     * Sets the columns of the table.
     *
     * @param definitions the text between the parentheses of {@code CREATE TABLE}. If it contains table constraints,
     *     they replace all table constraints; if it contains none, the table keeps its own
     */
    public TableRebuild columns(String definitions) {
        return new TableRebuild(table, new NewDefinition(Optional.of(definitions), definition.oldConstraints()));
    }

    /** Drops the table's current table constraints, which follow its columns. */
    public TableRebuild dropTableConstraints() {
        return new TableRebuild(table, new NewDefinition(definition.columns(), OldConstraints.DROP));
    }

    /**
     * Rebuilds the table in the connection's transaction, or in a new transaction if there is none.
     *
     * <p>It does not check foreign keys: the engine does so before it commits a migration.
     *
     * @param connection with {@code PRAGMA foreign_keys} off, as in a migration
     * @throws io.fastmigrate.error.RebuildFailedException if the definition, the rows, or an object that refers to a
     *     dropped column make it impossible; nothing is changed then
     * @throws SQLException if the database fails; nothing is changed then
     */
    public void run(Connection connection) throws SQLException {
        Rebuild.run(connection, table, definition);
    }

    /**
     * Returns the statements of the rebuild as a script that the user can edit. It runs on every database that has this
     * table, so it contains neither temporary triggers nor the statistics of ANALYZE, which {@link #run} keeps.
     *
     * @param connection a read-only connection is sufficient, unless a column is dropped
     * @throws io.fastmigrate.error.RebuildFailedException like {@link #run}, except for errors that depend on the rows
     */
    public String script(Connection connection) throws SQLException {
        return Rebuild.script(connection, table, definition);
    }
}
