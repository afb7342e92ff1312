package io.fastmigrate.internal.jdbc.h2;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.JdbcUrl;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import io.fastmigrate.internal.jdbc.dump.Dumper;
import io.fastmigrate.internal.jdbc.h2.schema.H2Proofs;
import io.fastmigrate.internal.pool.Origin;
import io.fastmigrate.internal.pool.SessionState;
import io.fastmigrate.internal.pool.SessionState.Undo;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** H2, in a file, in memory or as a server. Definitions commit by themselves. */
public final class H2Dialect extends Dialect {

    @Override
    public String product() {
        return "H2";
    }

    @Override
    public DialectRules rules() {
        return DialectRules.of(SqlDialect.H2, true, 0);
    }

    @Override
    public boolean isAtomic() {
        return false;
    }

    /** Opening a database that is not there would make it. */
    @Override
    public Map<String, String> properties(JdbcAccess access, Purpose purpose) {
        return purpose == Purpose.CREATE ? Map.of() : Map.of("IFEXISTS", "TRUE");
    }

    @Override
    public boolean makesDatabases() {
        return true;
    }

    @Override
    public boolean isInMemory(JdbcUrl url) {
        return url.connect().toLowerCase(Locale.ROOT).startsWith("jdbc:h2:mem:");
    }

    @Override
    public boolean isInTransaction(Connection connection) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = SESSION_ID() AND CONTAINS_UNCOMMITTED")
                .isPresent();
    }

    @Override
    public Optional<String> sessionId(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT SESSION_ID()");
    }

    /** With AUTO_SERVER=TRUE a file beside the database's leads other processes to this one. */
    @Override
    public Optional<String> engineHere(Connection connection) throws SQLException {
        String url = String.valueOf(connection.getMetaData().getURL()).toLowerCase(Locale.ROOT);
        if (url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:") || hasRemoteSessions(connection)) {
            return Optional.empty();
        }
        Optional<String> path = Rows.text(connection, "SELECT DATABASE_PATH()");
        if (path.isPresent()) {
            return path.filter(file -> !Files.exists(Path.of(file + ".lock.db")));
        }
        return Optional.of(
                "h2:mem:" + Rows.text(connection, "SELECT DATABASE()").orElse(""));
    }

    private static boolean hasRemoteSessions(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS WHERE CLIENT_ADDR IS NOT NULL")
                .isPresent();
    }

    @Override
    public ErrorCategory category(SQLException e) {
        return switch (e.getErrorCode()) {
            case 90013, 90146 -> ErrorCategory.NO_DATABASE;
            case 90096 -> ErrorCategory.NO_RIGHTS;
            case 90097 -> ErrorCategory.READ_ONLY;
            case 90020 -> ErrorCategory.NOT_YET;
            case 90067, 90098, 90121 -> ErrorCategory.UNREACHABLE;
            case 50200 -> ErrorCategory.BUSY;
            case 40001, 90131 -> ErrorCategory.LOST_RACE;
            default -> super.category(e);
        };
    }

    @Override
    public Undo enter(Connection connection, String schema) throws SQLException {
        String before = schema(connection);
        connection.setSchema(schema);
        return later -> later.setSchema(before);
    }

    @Override
    public String schema(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT SCHEMA()").orElse("");
    }

    /** The driver knows in which case this database keeps the names of its catalogue; a question in SQL would have to guess. */
    private static List<String> tables(Connection connection, String schema) throws SQLException {
        List<String> names = new ArrayList<>();
        DatabaseMetaData catalog = connection.getMetaData();
        try (ResultSet rows = catalog.getTables(null, null, null, null)) {
            while (rows.next()) {
                if (schema.equals(rows.getString(2))) {
                    names.add(rows.getString(3).toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    @Override
    public boolean exists(Connection connection, String schema, String table) throws SQLException {
        return tables(connection, schema).contains(table);
    }

    @Override
    public boolean isEmpty(Connection connection, String schema) throws SQLException {
        return tables(connection, schema).stream().allMatch(name -> name.startsWith("_fastmigrate_"));
    }

    @Override
    public void createSchema(Connection connection, String schema) throws SQLException {
        try (ResultSet rows = connection.getMetaData().getSchemas(null, null)) {
            while (rows.next()) {
                if (schema.equals(rows.getString(1))) {
                    return;
                }
            }
        }
        Rows.run(connection, "CREATE SCHEMA " + quoted(schema));
    }

    @Override
    public List<String> createMeta(String table) {
        return List.of("CREATE TABLE " + table
                + " (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER DEFAULT 0 NOT NULL) AS SELECT 1, 0");
    }

    @Override
    public StatementProbe probe(Connection connection, DialectStatement statement) {
        return new H2Probe(connection, statement);
    }

    @Override
    public boolean holdsNothing(Connection connection, String schema) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA' AND NOT"
                                + " (TABLE_SCHEMA = ? AND (lower(TABLE_NAME) = '_meta' OR lower(TABLE_NAME) LIKE"
                                + " '^_fastmigrate^_%' ESCAPE '^')) UNION ALL SELECT 1 FROM INFORMATION_SCHEMA.ROUTINES"
                                + " UNION ALL SELECT 1 FROM INFORMATION_SCHEMA.SEQUENCES UNION ALL SELECT 1 FROM"
                                + " INFORMATION_SCHEMA.CONSTANTS UNION ALL SELECT 1 FROM INFORMATION_SCHEMA.DOMAINS LIMIT"
                                + " 1",
                        schema)
                .isEmpty();
    }

    @Override
    public Optional<Dumper> dumper(JdbcSource source, Db db) {
        return Optional.of(new H2Script(db));
    }

    @Override
    public Optional<SchemaProofs> proofs() {
        return Optional.of(new H2Proofs());
    }

    @Override
    public SessionState remember(Connection connection, Origin origin, String schema) throws SQLException {
        return H2SessionState.of(connection);
    }
}
