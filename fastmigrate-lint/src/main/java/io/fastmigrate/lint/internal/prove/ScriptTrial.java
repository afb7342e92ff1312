package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.inspect.ShadowDatabase;
import io.fastmigrate.lint.internal.sqlite.SqliteMessages;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/** A temporary SQLite database with the schema that a script meets and a row in each table. */
final class ScriptTrial {

    /** What is done with the database. */
    @FunctionalInterface
    interface Use<T> {
        T with(ScriptTrial trial) throws SQLException;
    }

    private final ShadowDatabase database;
    private final Connection connection;
    private final Script script;
    private final DatabaseState before;

    private ScriptTrial(ShadowDatabase database, Connection connection, Script script, long number)
            throws SQLException {
        this.database = database;
        this.connection = connection;
        this.script = script;
        SampleRows.fill(connection, number);
        this.before = DatabaseState.read(connection);
    }

    /**
     * Makes the database; it is gone when this returns.
     *
     * @param number what its rows have where numbers belong
     * @param numbered the scripts up to the one that is tried, in their order
     * @throws FastMigrateException if the scripts before it do not run
     */
    static <T> T of(Inspection inspection, long number, List<Script> numbered, Use<T> use) {
        Script script = numbered.get(numbered.size() - 1);
        return inspection.shadow(numbered, shadow -> {
            shadow.migrateTo(
                    numbered.size() == 1
                            ? Version.ZERO
                            : numbered.get(numbered.size() - 2).version());
            String file = shadow.schema()
                    .read(connection -> Query.texts(
                                    connection, "SELECT file FROM pragma_database_list WHERE name = 'main'")
                            .get(0));
            SQLiteConfig config = new SQLiteConfig();
            config.setPragma(SQLiteConfig.Pragma.LIMIT_ATTACHED, "0"); // neither ATTACH nor VACUUM INTO makes a file
            try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
                return use.with(new ScriptTrial(shadow, connection, script, number));
            } catch (SQLException e) {
                throw new IllegalStateException("A temporary database can be read and written: " + file, e);
            }
        });
    }

    DatabaseState before() {
        return before;
    }

    DatabaseState after() throws SQLException {
        return DatabaseState.read(connection);
    }

    Connection connection() {
        return connection;
    }

    /** Runs the script as the runner does; returns why it fails, if it does. */
    Optional<FastMigrateException> run() {
        try {
            database.migrateTo(script.version());
            return Optional.empty();
        } catch (FastMigrateException e) {
            return Optional.of(e);
        }
    }

    /** Returns what SQLite says of a statement; empty if it runs it. */
    Optional<String> refusal(String sql) {
        try {
            Query.execute(connection, sql);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(SqliteMessages.of(e));
        }
    }
}
