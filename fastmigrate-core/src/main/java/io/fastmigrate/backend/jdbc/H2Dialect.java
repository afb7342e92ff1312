package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.dump.Dumper;
import io.fastmigrate.backend.jdbc.SessionState.Undo;
import io.fastmigrate.sql.DialectRules;
import io.fastmigrate.sql.DialectStatement;
import io.fastmigrate.sql.SqlDialect;
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
final class H2Dialect extends Dialect {

    @Override
    String product() {
        return "H2";
    }

    @Override
    DialectRules rules() {
        return DialectRules.of(SqlDialect.H2, true, 0);
    }

    @Override
    boolean isAtomic() {
        return false;
    }

    /** Opening a database that is not there would make it. */
    @Override
    Map<String, String> properties(JdbcAccess access, Purpose purpose) {
        return purpose == Purpose.CREATE ? Map.of() : Map.of("IFEXISTS", "TRUE");
    }

    @Override
    boolean makesDatabases() {
        return true;
    }

    @Override
    boolean isInMemory(JdbcUrl url) {
        return url.connect().toLowerCase(Locale.ROOT).startsWith("jdbc:h2:mem:");
    }

    @Override
    Optional<String> sessionId(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT SESSION_ID()");
    }

    /** With AUTO_SERVER=TRUE a file beside the database's leads other processes to this one. */
    @Override
    Optional<String> engineHere(Connection connection) throws SQLException {
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
    Trouble trouble(SQLException e) {
        return switch (e.getErrorCode()) {
            case 90013, 90146 -> Trouble.NO_DATABASE;
            case 90096 -> Trouble.NO_RIGHTS;
            case 90097 -> Trouble.READ_ONLY;
            case 90020 -> Trouble.NOT_YET;
            case 90067, 90098, 90121 -> Trouble.UNREACHABLE;
            case 50200 -> Trouble.BUSY;
            case 40001, 90131 -> Trouble.LOST_RACE;
            default -> super.trouble(e);
        };
    }

    @Override
    Undo enter(Connection connection, String schema) throws SQLException {
        String before = schema(connection);
        connection.setSchema(schema);
        return later -> later.setSchema(before);
    }

    @Override
    String schema(Connection connection) throws SQLException {
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
    boolean exists(Connection connection, String schema, String table) throws SQLException {
        return tables(connection, schema).contains(table);
    }

    @Override
    boolean isEmpty(Connection connection, String schema) throws SQLException {
        return tables(connection, schema).stream().allMatch(name -> name.startsWith("_fastmigrate_"));
    }

    @Override
    void createSchema(Connection connection, String schema) throws SQLException {
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
    List<String> createMeta(String table) {
        return List.of("CREATE TABLE " + table
                + " (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER DEFAULT 0 NOT NULL) AS SELECT 1, 0");
    }

    @Override
    StatementProbe probe(Connection connection, DialectStatement statement) {
        return new H2Probe(connection, statement);
    }

    @Override
    Optional<Dumper> dumper(JdbcSource source, Db db) {
        return Optional.of(new H2Script(db));
    }

    @Override
    SessionState remember(Connection connection, Origin origin, String schema) throws SQLException {
        return H2SessionState.of(connection);
    }
}
