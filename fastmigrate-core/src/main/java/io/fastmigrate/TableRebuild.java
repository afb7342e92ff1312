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
 * <p>Columns of the same name keep their values, new ones get their default, those that are left out go away. Row ids,
 * indexes, triggers, views, foreign keys in both directions, the counter of AUTOINCREMENT, STRICT and WITHOUT ROWID stay.
 * It follows <a href="https://sqlite.org/lang_altertable.html#otheralter">SQLite's own procedure</a>.
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
     * Begins with a table, which by itself is made again as it is.
     *
     * @param table its name without quotes and schema, in any case; it is looked for in the schema {@code main}
     */
    public static TableRebuild of(String table) {
        return new TableRebuild(table, NewDefinition.UNCHANGED);
    }

    /**
     * Gives the table other columns.
     *
     * @param definitions what stands between the parentheses of {@code CREATE TABLE}. Table constraints among it replace
     *     all that the table has; without any, it keeps them
     */
    public TableRebuild columns(String definitions) {
        return new TableRebuild(table, new NewDefinition(Optional.of(definitions), definition.oldConstraints()));
    }

    /** Takes the table's present constraints away, those that stand behind its columns. */
    public TableRebuild dropTableConstraints() {
        return new TableRebuild(table, new NewDefinition(definition.columns(), OldConstraints.DROP));
    }

    /**
     * Rebuilds the table as part of the connection's transaction; where there is none, in a new one.
     *
     * <p>Whether all rows still have the rows that their foreign keys refer to, it does not check: the engine does so
     * before it commits a migration.
     *
     * @param connection with {@code PRAGMA foreign_keys} off, as in a migration
     * @throws io.fastmigrate.error.RebuildFailedException if the definition, the rows, or what refers to a column that
     *     goes away forbid it; nothing is changed then
     * @throws SQLException if the database fails; nothing is changed then
     */
    public void run(Connection connection) throws SQLException {
        Rebuild.run(connection, table, definition);
    }

    /**
     * Returns the statements of the rebuild as a script that a person can go on with. It runs on every database that has
     * this table, so it leaves out temporary triggers and the statistics of ANALYZE, which {@link #run} keeps.
     *
     * @param connection one that can only read will do, unless a column goes away
     * @throws io.fastmigrate.error.RebuildFailedException like {@link #run}, but for what only the rows can show
     */
    public String script(Connection connection) throws SQLException {
        return Rebuild.script(connection, table, definition);
    }
}
