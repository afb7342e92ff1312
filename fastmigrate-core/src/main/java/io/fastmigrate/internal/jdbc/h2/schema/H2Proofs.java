package io.fastmigrate.internal.jdbc.h2.schema;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.port.SchemaInspection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Proofs on H2. The empty database is in the memory of this process. */
public record H2Proofs() implements SchemaProofs {

    /** What decides how scripts are read, and stays with a database. */
    private static final String SETTINGS =
            "'MODE', 'DATABASE_TO_UPPER', 'DATABASE_TO_LOWER', 'CASE_INSENSITIVE_IDENTIFIERS', 'NON_KEYWORDS',"
                    + " 'DEFAULT_NULL_ORDERING'";

    private static final Pattern OUTSIDE = Pattern.compile(
            "(?:RUNSCRIPT|BACKUP|SHUTDOWN|SCRIPT) .*|SHUTDOWN|CREATE .*\\bLINKED TABLE .*", Pattern.DOTALL);

    private static final Pattern TO_A_FILE =
            Pattern.compile("\\b(?:FILE_WRITE|CSVWRITE|LINK_SCHEMA)\\s*\\(", Pattern.CASE_INSENSITIVE);

    private static final int SHOWN = 60;

    @Override
    public SortedMap<String, String> definitions(Connection connection, @Nullable String schema) throws SQLException {
        return new H2Definitions(connection, schema).read();
    }

    @Override
    public boolean writesScripts() {
        return true;
    }

    @Override
    public String script(Connection connection, @Nullable String schema, List<String> tablesWithData)
            throws SQLException {
        return new H2Definitions(connection, schema).script(tablesWithData);
    }

    @Override
    public String scriptWithRows(Connection connection, @Nullable String schema) throws SQLException {
        return new H2Definitions(connection, schema).scriptWithRows();
    }

    @Override
    public SortedMap<String, String> allRows(Connection connection, @Nullable String schema) throws SQLException {
        return new H2Definitions(connection, schema).rows();
    }

    @Override
    public SortedMap<String, String> settings(Connection connection) throws SQLException {
        return H2Definitions.settings(connection);
    }

    @Override
    public SchemaInspection.Outside outside(Connection connection) {
        return H2Proofs::outside;
    }

    private static Optional<String> outside(String statement, String head) {
        String text = statement.replaceAll("\\s+", " ");
        return OUTSIDE.matcher(head).matches() || TO_A_FILE.matcher(statement).find()
                ? Optional.of("reaches a file or another database: "
                        + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text))
                : Optional.empty();
    }

    @Override
    public ServerDatabases databases() {
        return new MemoryDatabases();
    }

    @Override
    public String adviceToAllow() {
        return "Use a user with the right ADMIN";
    }

    @Override
    public Optional<JdbcSource> reach(JdbcSource source, Db db, String name) throws SQLException {
        StringBuilder url = new StringBuilder(MemoryDatabases.url(name));
        Rows.map(
                        db.jdbc(),
                        "SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME IN ("
                                + SETTINGS + ") ORDER BY 1")
                .forEach((setting, value) -> url.append(';')
                        .append(setting)
                        .append('=')
                        .append(value.replace("\\", "\\\\").replace(";", "\\;")));
        String place = db.schema();
        JdbcAccess access = new JdbcAccess(
                MemoryDatabases.USER,
                "",
                place.equalsIgnoreCase("public") ? null : place,
                source.access().connectTimeout(),
                source.access().dump());
        return Optional.of(JdbcSource.of(url.toString(), access));
    }
}
