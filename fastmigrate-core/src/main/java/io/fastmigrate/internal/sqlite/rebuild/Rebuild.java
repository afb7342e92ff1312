package io.fastmigrate.internal.sqlite.rebuild;

import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.SqlToken;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sqlite.connection.Afterwards;
import io.fastmigrate.internal.sqlite.rebuild.OldTable.Dependent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that make one table again, in the order that SQLite's manual gives: the new table, its rows, the old one
 * dropped, the new one renamed, indexes and triggers.
 *
 * <p>The renaming is a legacy one. It leaves alone what other tables, triggers and views say of the table, which is right
 * because the name is the same in the end; the modern one would rather fail, as the name means nothing at that moment.
 *
 * @see <a href="https://sqlite.org/lang_altertable.html#otheralter">the manual</a>
 */
public final class Rebuild {

    private static final String LEGACY = "PRAGMA legacy_alter_table = ";

    private final OldTable table;
    private final String newName;
    private final List<Part> parts = new ArrayList<>();

    /** A statement, and what to say when SQLite refuses it. */
    private record Part(String sql, String failure, String advice) {}

    private Rebuild(OldTable table, String newName) {
        this.table = table;
        this.newName = newName;
    }

    private static Rebuild of(Connection connection, OldTable table, NewDefinition definition) throws SQLException {
        Rebuild rebuild = new Rebuild(table, table.newName(connection));
        TableText text = table.text().with(definition);
        TableShape shape = rebuild.shape(connection, text);
        new DroppedColumns(connection, table.name()).requireUnused(table.shape(), shape);
        rebuild.addParts(text, RowCopy.between(table.name(), table.shape(), shape));
        return rebuild;
    }

    private TableShape shape(Connection connection, TableText text) throws SQLException {
        return text.equals(table.text()) ? table.shape() : tryOut(connection, text);
    }

    /**
     * Returns the statements that give a table another definition, as texts of {@code sqlite_schema}. Its indexes and triggers are
     * gone afterwards. Reads no database.
     *
     * @param newName a name that no object has
     * @throws RebuildFailedException if the table cannot be rebuilt so
     */
    public static List<String> statements(String table, String newName, String from, String to) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Savepoint.execute(connection, from);
            OldTable old = OldTable.read(connection, table);
            Rebuild rebuild = new Rebuild(old, newName);
            TableText text = TableText.parse(to);
            rebuild.addParts(text, RowCopy.between(old.name(), old.shape(), rebuild.shape(connection, text)));
            return rebuild.parts.stream().map(Part::sql).toList();
        }
    }

    /**
     * Rebuilds a table of {@code main}. Begins and ends a transaction where there is none.
     *
     * @throws RebuildFailedException if the table cannot be rebuilt so; nothing is changed then
     * @throws SQLException if the database fails; nothing is changed then
     */
    public static void run(Connection connection, String table, NewDefinition definition) throws SQLException {
        if (pragma(connection, "foreign_keys")) {
            throw Bridge.errors()
                    .rebuildFailed(
                            "Table " + table
                                    + " cannot be rebuilt: foreign keys are enforced on this connection, so that"
                                    + " dropping the old table would delete rows that refer to it.",
                            "Set PRAGMA foreign_keys = OFF before the transaction; in a migration it is off already.",
                            null);
        }
        prepared(connection, table, definition, Rebuild::run);
    }

    /** Returns the statements that {@link #run} would run on this database, as a script; changes nothing. */
    public static String script(Connection connection, String table, NewDefinition definition) throws SQLException {
        StringBuilder script = new StringBuilder();
        prepared(connection, table, definition, (rebuild, same) -> script.append(rebuild.script()));
        return script.toString();
    }

    @FunctionalInterface
    private interface Use {
        void of(Rebuild rebuild, Connection connection) throws SQLException;
    }

    private static void prepared(Connection connection, String table, NewDefinition definition, Use use)
            throws SQLException {
        boolean legacy = pragma(connection, "legacy_alter_table");
        Afterwards.run(
                connection,
                () -> {
                    try (Savepoint savepoint = new Savepoint(connection, "_fastmigrate_rebuild")) {
                        use.of(Rebuild.of(connection, OldTable.read(connection, table), definition), connection);
                        savepoint.keep();
                        return table;
                    }
                },
                LEGACY + (legacy ? "ON" : "OFF"));
    }

    private static boolean pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA " + name)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** Lets SQLite read the new definition, as a temporary table that is gone again afterwards. */
    private TableShape tryOut(Connection connection, TableText text) throws SQLException {
        Part create = create("CREATE TEMP TABLE", text);
        try (Savepoint trial = new Savepoint(connection, "_fastmigrate_trial")) {
            run(create, trial.connection());
            return TableShape.read(connection, "temp", newName);
        }
    }

    private Part create(String words, TableText text) {
        return new Part(
                text.statement(words, newName, table.name()),
                "SQLite refuses the new definition of table " + table.name(),
                "Correct the column definitions. Table constraints of the current definition are kept unless"
                        + " the new one has its own.");
    }

    private void addParts(TableText text, RowCopy copy) {
        parts.add(create("CREATE TABLE", text));
        parts.add(new Part(
                copy.statement(newName, table.name()),
                "The rows of table " + table.name() + " do not fit its new definition",
                "Correct the rows first, or the definition: a new column that is NOT NULL needs a default."));
        if (table.text().isAutoincrement() && text.isAutoincrement()) {
            addCounter();
        }
        String failure = "Table " + table.name() + " cannot be replaced";
        String advice = "Check whether other statements or connections use it.";
        String old = Names.quoted(table.name());
        parts.add(new Part("DROP TABLE " + old, failure, advice));
        parts.add(new Part(LEGACY + "ON", failure, advice));
        parts.add(new Part("ALTER TABLE " + Names.quoted(newName) + " RENAME TO " + old, failure, advice));
        parts.add(new Part(LEGACY + "OFF", failure, advice));
        for (Dependent dependent : table.dependents()) {
            parts.add(new Part(
                    dependent.sql(),
                    "The " + dependent.type() + " " + dependent.name() + " does not fit the new definition of table "
                            + table.name(),
                    "Drop it first, and create it again after the rebuild if it is still needed."));
        }
    }

    /** The counter is that of the rows that were ever there, which may be more than the highest of those that are. */
    private void addCounter() {
        String failure = "The AUTOINCREMENT counter of table " + table.name() + " cannot be kept";
        String advice = "Check the rows of the table sqlite_sequence.";
        String name = Names.literal(newName);
        parts.add(new Part("DELETE FROM sqlite_sequence WHERE name = " + name, failure, advice));
        parts.add(new Part(
                "INSERT INTO sqlite_sequence (name, seq)\nSELECT " + name + ", seq FROM sqlite_sequence WHERE name = "
                        + Names.literal(table.name()),
                failure,
                advice));
    }

    private void run(Connection connection) throws SQLException {
        TemporaryTriggers triggers = TemporaryTriggers.putAside(connection, table.name(), newName);
        for (Part part : parts) {
            run(part, connection);
        }
        triggers.putBack();
    }

    private static void run(Part part, Connection connection) throws SQLException {
        try {
            Savepoint.execute(connection, part.sql());
        } catch (SQLException e) {
            if (!SqliteMessage.isRefusal(e)) {
                throw e;
            }
            throw Bridge.errors().rebuildFailed(part.failure() + ": " + SqliteMessage.of(e) + ".", part.advice(), e);
        }
    }

    private String script() {
        StringBuilder script = new StringBuilder("""
                -- Rebuilds a table and keeps its rows: edit the definition. A new column gets its default; remove a dropped
                -- column from both lists of the INSERT. Keep the order of the statements:
                -- https://sqlite.org/lang_altertable.html#otheralter
                PRAGMA foreign_keys = OFF;
                """);
        parts.forEach(part -> script.append('\n').append(ended(part.sql())).append('\n'));
        return script.toString();
    }

    /** Ends a statement; what SQLite keeps of one may run out in a comment. */
    private static String ended(String sql) {
        for (String end : List.of(";", "\n;")) {
            List<SqlToken> tokens = SqlToken.read(sql + end);
            if (tokens.get(tokens.size() - 2).type() == TokenType.SEMICOLON) {
                return sql + end;
            }
        }
        return sql + "*/;";
    }
}
