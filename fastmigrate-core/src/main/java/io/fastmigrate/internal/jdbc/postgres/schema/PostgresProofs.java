package io.fastmigrate.internal.jdbc.postgres.schema;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.dump.ServerAddress;
import io.fastmigrate.internal.port.SchemaInspection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Proofs on PostgreSQL.
 *
 * @param databases of the server
 */
public record PostgresProofs(ServerDatabases databases) implements SchemaProofs {

    /** What all databases of a server share. */
    private static final String SHARED =
            "(?:CREATE|ALTER|DROP) (?:ROLE|USER(?! MAPPING)|GROUP|DATABASE|TABLESPACE|SUBSCRIPTION)"
                    + "|ALTER SYSTEM|(?:DROP|REASSIGN) OWNED|COMMENT ON (?:ROLE|DATABASE|TABLESPACE|SUBSCRIPTION)"
                    + "|SECURITY LABEL .*?ON (?:ROLE|DATABASE|TABLESPACE)"
                    + "|(?:GRANT|REVOKE) .*? ON (?:DATABASE|TABLESPACE|PARAMETER)";

    private static final Pattern SHARED_AT_HEAD = Pattern.compile("(?:" + SHARED + ") .*", Pattern.DOTALL);

    /** Membership in a role has no ON. */
    private static final Pattern MEMBERSHIP =
            Pattern.compile("(?:GRANT|REVOKE) (?!.* ON ).* (?:TO|FROM) .*", Pattern.DOTALL);

    /** In a block of code a role is made where there is none; all else there is as it is elsewhere. */
    private static final Pattern SHARED_IN_BLOCK = Pattern.compile(
            "\\b(?:(?!CREATE (?:ROLE|USER|GROUP))(?:" + SHARED + "))\\b", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final int SHOWN = 60;

    /** The settings of the server, the role, the database and the URL; those of the session are the tool's. */
    private static final String CIRCUMSTANCES = "SELECT version(), session_user, current_user,"
            + " (SELECT ROW(encoding, datcollate, datctype) FROM pg_database WHERE datname = current_database()),"
            + " (SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings"
            + " WHERE source NOT IN ('default', 'override', 'session') AND name <> 'application_name'),"
            + " (SELECT string_agg(name || ' ' || default_version, ',' ORDER BY name) FROM pg_available_extensions)";

    @Override
    public SortedMap<String, String> definitions(Connection connection, @Nullable String schema) throws SQLException {
        return new PostgresDefinitions(connection, schema).read();
    }

    @Override
    public SortedMap<String, String> privileges(Connection connection, @Nullable String schema) throws SQLException {
        return new PostgresPrivileges(connection, schema).read();
    }

    @Override
    public SortedMap<String, String> allRows(Connection connection, @Nullable String schema) throws SQLException {
        return new PostgresRows(connection, schema).read();
    }

    @Override
    public SchemaInspection.Outside outside(Connection connection) {
        return PostgresProofs::shared;
    }

    private static Optional<String> shared(String statement, String head) {
        boolean shared = SHARED_AT_HEAD.matcher(head).matches()
                || MEMBERSHIP.matcher(head).matches()
                || (head.startsWith("DO ")
                        && SHARED_IN_BLOCK
                                .matcher(statement.replaceAll("\\s+", " "))
                                .find());
        String text = statement.replaceAll("\\s+", " ");
        return shared
                ? Optional.of("changes what all databases of the server share: "
                        + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text))
                : Optional.empty();
    }

    @Override
    public Optional<String> circumstances(Connection connection) throws SQLException {
        return Optional.of(Rows.print(connection, CIRCUMSTANCES));
    }

    @Override
    public void copySettings(Connection connection, String name) throws SQLException {
        for (List<String> setting : Rows.all(
                connection,
                1,
                "SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setrole = 0 AND setdatabase ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())")) {
            String[] parts = setting.get(0).split("=", 2);
            // A list, such as a search path, is kept in the form in which it is written.
            boolean list = parts[0].equals("search_path") || parts[0].endsWith("_libraries");
            Rows.run(
                    connection,
                    "ALTER DATABASE " + name + " SET " + parts[0] + " = "
                            + (list && !parts[1].isEmpty() ? parts[1] : literal(parts[1])));
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String adviceToAllow() {
        return "Use a user who may create databases (ALTER USER ... CREATEDB)";
    }

    @Override
    public Optional<JdbcSource> reach(JdbcSource source, Db db, String name) {
        String place = db.schema();
        JdbcAccess access =
                source.access().with(source.environment(), place.equals("public") || place.isEmpty() ? null : place);
        return ServerAddress.of(source.url().connect()).map(address -> {
            Matcher options = Pattern.compile("([?&])currentSchema=[^&]*&?").matcher(address.tail());
            String tail = options.replaceAll("$1").replaceAll("[?&]$", "");
            ServerAddress own = new ServerAddress(address.hosts(), address.ports(), address.head(), tail);
            return JdbcSource.of(own.urlOf(name), access);
        });
    }
}
