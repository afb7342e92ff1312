package io.fastmigrate.internal.jdbc.duckdb;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.JdbcUrl;
import io.fastmigrate.internal.jdbc.connection.LockKind;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import io.fastmigrate.internal.jdbc.connection.StatementProbe.Outcome;
import io.fastmigrate.internal.jdbc.dump.Dumper;
import io.fastmigrate.internal.pool.Origin;
import io.fastmigrate.internal.pool.SessionState;
import io.fastmigrate.internal.pool.SessionState.Undo;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DuckDB: a file that one process at a time may write, with definitions that are part of a transaction. */
public final class DuckDbDialect extends Dialect {

    /**
     * Of a file that this process is about to open or close in another thread: both have the same name. An ATTACH of a
     * file that is attached already has two names, as a name is given once.
     */
    private static final Pattern IS_OPENED =
            Pattern.compile("Cannot attach \"([^\"]+)\".* already attached by database \"\\1\"");

    private static final String PREFIX = "jdbc:duckdb:";
    private static final String QUALIFIED = "'\"' || replace(database_name, '\"', '\"\"') || '\".\"' ||"
            + " replace(schema_name, '\"', '\"\"') || '\"'";

    @Override
    public String product() {
        return "DuckDB";
    }

    @Override
    public DialectRules rules() {
        return DialectRules.of(SqlDialect.DUCKDB, false, 0);
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public LockKind lockKind() {
        return LockKind.FILE;
    }

    @Override
    public Optional<Path> file(JdbcUrl url) {
        String rest = url.connect().startsWith(PREFIX) ? url.connect().substring(PREFIX.length()) : "";
        int parameters = rest.indexOf(';');
        String path = parameters < 0 ? rest : rest.substring(0, parameters);
        boolean isFile = !path.isBlank() && !path.startsWith(":") && !path.startsWith("md:");
        return isFile ? Optional.of(Path.of(path)) : Optional.empty();
    }

    @Override
    public boolean makesDatabases() {
        return true;
    }

    @Override
    public boolean isInMemory(JdbcUrl url) {
        return file(url).isEmpty();
    }

    /** The number of a transaction that begins with the question is higher than that of one which began before it. */
    @Override
    public boolean isInTransaction(Connection connection) throws SQLException {
        Optional<Connection> second = DuckDbDriver.second(connection);
        if (second.isEmpty()) {
            return false;
        }
        try (Connection other = second.get()) {
            long newest = number(other);
            return number(connection) <= newest;
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("transaction is aborted")) {
                return true;
            }
            throw e;
        }
    }

    private static long number(Connection connection) throws SQLException {
        return Long.parseLong(Rows.text(connection, "SELECT txid_current()").orElse("0"));
    }

    @Override
    public Optional<String> transaction(Connection connection) throws SQLException {
        return Optional.of(Long.toString(number(connection)));
    }

    /** DuckDB gives neither states nor codes, so its words are all there is. */
    @Override
    public ErrorCategory category(SQLException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("Could not set lock on file")
                || IS_OPENED.matcher(text).find()) {
            return ErrorCategory.NOT_YET;
        } else if (text.contains("read-only mode")) {
            return ErrorCategory.READ_ONLY;
        } else if (text.contains("Permission denied")) {
            return ErrorCategory.NO_RIGHTS;
        }
        return text.startsWith("TransactionContext Error") && text.contains("onflict") && !text.contains("outstanding")
                ? ErrorCategory.LOST_RACE
                : ErrorCategory.OTHER;
    }

    @Override
    public Undo enter(Connection connection, String schema) throws SQLException {
        String before = qualified(connection);
        Rows.run(connection, "USE " + quoted(schema));
        return later -> Rows.run(later, "USE " + before);
    }

    /** With the catalogue before it, which a script may leave for another one. */
    @Override
    public String place(Connection connection, @Nullable String wanted) throws SQLException {
        return qualified(connection);
    }

    private String qualified(Connection connection) throws SQLException {
        return quoted(Rows.text(connection, "SELECT current_database()").orElse("")) + "."
                + quoted(Rows.text(connection, "SELECT current_schema()").orElse(""));
    }

    @Override
    public String schema(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT current_schema()").orElse("");
    }

    @Override
    public String table(String schema, String name) {
        return schema + "." + name;
    }

    @Override
    public boolean exists(Connection connection, String schema, String table) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM duckdb_tables() WHERE lower(table_name) = ? AND " + QUALIFIED + " = ?",
                        table,
                        schema)
                .isPresent();
    }

    @Override
    public boolean isEmpty(Connection connection, String schema) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM (SELECT table_name, database_name, schema_name FROM duckdb_tables() UNION ALL"
                                + " SELECT view_name, database_name, schema_name FROM duckdb_views() WHERE NOT internal)"
                                + " WHERE NOT starts_with(lower(table_name), '_fastmigrate_') AND " + QUALIFIED
                                + " = ?",
                        schema)
                .isEmpty();
    }

    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public boolean survivesErrors() {
        return false;
    }

    /** What does not run in a transaction here only tidies up. */
    @Override
    public StatementProbe probe(Connection connection, DialectStatement statement) {
        return StatementProbe.none(
                statement.head().matches("(?s)(FORCE |CHECKPOINT|VACUUM).*") ? Outcome.NOT_DONE : Outcome.UNKNOWN);
    }

    @Override
    public Optional<String> advice(SQLException e, String statement) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("outstanding updates")) {
            return Optional.of("DuckDB cannot create an index on rows that were changed in the same transaction. Move"
                    + " the CREATE INDEX to the next script, and migrate again.");
        }
        if (text.contains("is still referenced by a foreign key")) {
            return Optional.of(
                    "Delete the rows that refer to it first. If this script did so, split it: DuckDB still sees rows"
                            + " that were deleted in the same transaction, so move this statement to the next script, and"
                            + " migrate again.");
        }
        return text.contains("Data contains duplicates")
                ? Optional.of("Remove the duplicates. If this script did so, split it: DuckDB still sees rows that"
                        + " were deleted in the same transaction, so move the CREATE INDEX to the"
                        + " next script, and migrate again.")
                : Optional.empty();
    }

    @Override
    public boolean holdsNothing(Connection connection, String schema) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM duckdb_tables() WHERE NOT internal AND database_name = current_database() AND"
                                + " NOT (" + QUALIFIED
                                + " = ? AND (lower(table_name) = '_meta' OR lower(table_name) LIKE '^_fastmigrate^_%'"
                                + " ESCAPE '^')) UNION ALL SELECT 1 FROM duckdb_views() WHERE NOT internal AND"
                                + " database_name = current_database() UNION ALL SELECT 1 FROM duckdb_sequences()"
                                + " WHERE database_name = current_database() UNION ALL SELECT 1 FROM"
                                + " duckdb_functions() WHERE NOT internal AND database_name = current_database() UNION"
                                + " ALL SELECT 1 FROM duckdb_types() WHERE NOT internal AND database_name ="
                                + " current_database() LIMIT 1",
                        schema)
                .isEmpty();
    }

    @Override
    public Optional<Dumper> dumper(JdbcSource source, Db db) {
        return Optional.of(new DuckDbCopy(db));
    }

    @Override
    public SessionState remember(Connection connection, Origin origin, String schema) throws SQLException {
        return DuckDbSessionState.of(connection, qualified(connection));
    }

    /** The catalogue lists all that belongs to a session; and a new connection might have to open the file again. */
    @Override
    public boolean restoresSessions(Origin origin) {
        return true;
    }
}
