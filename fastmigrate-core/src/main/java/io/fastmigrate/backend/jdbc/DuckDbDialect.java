package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.dump.Dumper;
import io.fastmigrate.backend.jdbc.SessionState.Undo;
import io.fastmigrate.backend.jdbc.StatementProbe.Outcome;
import io.fastmigrate.sql.DialectRules;
import io.fastmigrate.sql.DialectStatement;
import io.fastmigrate.sql.SqlDialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DuckDB: a file that one process at a time may write, with definitions that are part of a transaction. */
final class DuckDbDialect extends Dialect {

    private static final String PREFIX = "jdbc:duckdb:";
    private static final String QUALIFIED = "'\"' || replace(database_name, '\"', '\"\"') || '\".\"' ||"
            + " replace(schema_name, '\"', '\"\"') || '\"'";

    @Override
    String product() {
        return "DuckDB";
    }

    @Override
    DialectRules rules() {
        return DialectRules.of(SqlDialect.DUCKDB, false, 0);
    }

    @Override
    boolean isAtomic() {
        return true;
    }

    @Override
    LockKind lockKind() {
        return LockKind.FILE;
    }

    @Override
    Optional<Path> file(JdbcUrl url) {
        String rest = url.connect().startsWith(PREFIX) ? url.connect().substring(PREFIX.length()) : "";
        int parameters = rest.indexOf(';');
        String path = parameters < 0 ? rest : rest.substring(0, parameters);
        boolean isFile = !path.isBlank() && !path.startsWith(":") && !path.startsWith("md:");
        return isFile ? Optional.of(Path.of(path)) : Optional.empty();
    }

    @Override
    boolean makesDatabases() {
        return true;
    }

    @Override
    boolean isInMemory(JdbcUrl url) {
        return file(url).isEmpty();
    }

    /** DuckDB gives neither states nor codes, so its words are all there is. */
    @Override
    Trouble trouble(SQLException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("Could not set lock on file")) {
            return Trouble.NOT_YET;
        } else if (text.contains("read-only mode")) {
            return Trouble.READ_ONLY;
        } else if (text.contains("Permission denied")) {
            return Trouble.NO_RIGHTS;
        }
        return text.startsWith("TransactionContext Error") && text.contains("onflict") && !text.contains("outstanding")
                ? Trouble.LOST_RACE
                : Trouble.OTHER;
    }

    @Override
    Undo enter(Connection connection, String schema) throws SQLException {
        String before = qualified(connection);
        Rows.run(connection, "USE " + quoted(schema));
        return later -> Rows.run(later, "USE " + before);
    }

    /** With the catalogue before it, which a script may leave for another one. */
    @Override
    String place(Connection connection, @Nullable String wanted) throws SQLException {
        return qualified(connection);
    }

    private String qualified(Connection connection) throws SQLException {
        return quoted(Rows.text(connection, "SELECT current_database()").orElse("")) + "."
                + quoted(Rows.text(connection, "SELECT current_schema()").orElse(""));
    }

    @Override
    String schema(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT current_schema()").orElse("");
    }

    @Override
    String table(String schema, String name) {
        return schema + "." + name;
    }

    @Override
    boolean exists(Connection connection, String schema, String table) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM duckdb_tables() WHERE lower(table_name) = ? AND " + QUALIFIED + " = ?",
                        table,
                        schema)
                .isPresent();
    }

    @Override
    boolean isEmpty(Connection connection, String schema) throws SQLException {
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
    String forUpdate() {
        return "";
    }

    @Override
    boolean survivesErrors() {
        return false;
    }

    /** What does not run in a transaction here only tidies up. */
    @Override
    StatementProbe probe(Connection connection, DialectStatement statement) {
        return StatementProbe.none(
                statement.head().matches("(?s)(FORCE |CHECKPOINT|VACUUM).*") ? Outcome.NOT_DONE : Outcome.UNKNOWN);
    }

    @Override
    Optional<String> advice(SQLException e, String statement) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("outstanding updates")) {
            return Optional.of(
                    "DuckDB makes no index on rows that were changed in the same transaction. Split the script: put"
                            + " the CREATE INDEX into the next one, and migrate again.");
        }
        return text.contains("Data contains duplicates")
                ? Optional.of(
                        "Remove the duplicates. If this script did so, split it: DuckDB still sees rows that were"
                                + " deleted in the same transaction, so put the CREATE INDEX into the next script, and migrate again.")
                : Optional.empty();
    }

    @Override
    Optional<Dumper> dumper(JdbcSource source, Db db) {
        return Optional.of(new DuckDbCopy(db));
    }

    @Override
    SessionState remember(Connection connection, Origin origin, String schema) throws SQLException {
        return DuckDbSessionState.of(connection, qualified(connection));
    }

    /** The catalogue lists all that belongs to a session; and a new connection might have to open the file again. */
    @Override
    boolean restoresSessions(Origin origin) {
        return true;
    }
}
