package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.port.SchemaInspection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a statement changes in other databases, or on the whole server. A name with a database before it leads back to the
 * database that scripts were written for, when they run in an empty one beside it.
 */
final class MySqlOutside implements SchemaInspection.Outside {

    private static final String SHARED =
            "(?:CREATE|ALTER|DROP|RENAME)(?: OR REPLACE)? (?:USER|ROLE|SERVER|TABLESPACE)\\b"
                    + "|(?:CREATE(?: OR REPLACE)?|DROP) (?:DATABASE|SCHEMA)\\b"
                    + "|GRANT |REVOKE |SET (?:PASSWORD|GLOBAL|PERSIST|DEFAULT ROLE)|SET @@ ?(?:GLOBAL|PERSIST)"
                    + "|FLUSH |(?:UN)?INSTALL |CHANGE (?:MASTER|REPLICATION)|RESET |PURGE |KILL |SHUTDOWN"
                    + "|(?:START|STOP) (?:SLAVE|REPLICA|ALL)|XA ";

    private static final Pattern SHARED_AT_HEAD = Pattern.compile("(?:" + SHARED + ").*", Pattern.DOTALL);

    /** ALTER DATABASE without a name is about the one that the connection is in. */
    private static final Pattern OTHER_DATABASE = Pattern.compile(
            "USE .*|ALTER (?:DATABASE|SCHEMA) (?!CHARACTER|CHARSET|COLLATE|DEFAULT|COMMENT|ENCRYPTION|READ|UPGRADE).*",
            Pattern.DOTALL);

    /** What holds statements that run elsewhere, or later. */
    private static final Pattern HOLDS_STATEMENTS = Pattern.compile(
            "(?:BEGIN NOT ATOMIC|PREPARE|EXECUTE IMMEDIATE|SET @|SELECT .*INTO @|CREATE .*\\b(?:PROCEDURE|FUNCTION|TRIGGER|EVENT|PACKAGE)\\b).*",
            Pattern.DOTALL);

    private static final Pattern SHARED_IN_TEXT =
            Pattern.compile("(?:^|[\\s'\";])(?:" + SHARED + ")", Pattern.CASE_INSENSITIVE);

    private static final Pattern TO_A_FILE =
            Pattern.compile("\\bINTO\\s+(?:OUTFILE|DUMPFILE)\\b|\\bSONAME\\b", Pattern.CASE_INSENSITIVE);

    /** Texts come first, so that nothing in them counts as a comment; a comment that the server runs is none. */
    private static final Pattern COMMENT = Pattern.compile(
            "'(?:[^'\\\\]++|\\\\.|'')*+'|\"(?:[^\"\\\\]++|\\\\.|\"\")*+\"|`[^`]*+`|(/\\*(?!M?!).*?\\*/|--(?=\\s)[^\\n]*+|#[^\\n]*+)",
            Pattern.DOTALL);

    private static final Pattern QUALIFIED =
            Pattern.compile("(?<![\\w$`.@])(?:`([^`]+)`|([\\w$]+))\\s*\\.\\s*(?:`([^`]+)`|([\\w$]+|\\*))");

    /** What stands before the name of something that need not be there. */
    private static final Pattern MAKES = Pattern.compile(
            "(?:TABLE|EXISTS|VIEW|PROCEDURE|FUNCTION|TRIGGER|EVENT|SEQUENCE|PACKAGE|BODY|TO|INTO|LIKE|CALL)$",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> CATALOGUES = Set.of("information_schema", "performance_schema", "sys");

    private static final int SHOWN = 60;

    private final Connection connection;
    private final Set<String> databases;
    private final Map<String, Set<String>> objects = new HashMap<>();

    private MySqlOutside(Connection connection, Set<String> databases) {
        this.connection = connection;
        this.databases = databases;
    }

    static MySqlOutside of(Connection connection) throws SQLException {
        Set<String> databases = new HashSet<>();
        for (List<String> row : Rows.all(connection, 1, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA")) {
            databases.add(row.get(0).toLowerCase(Locale.ROOT));
        }
        databases.add("mysql");
        databases.removeAll(CATALOGUES);
        return new MySqlOutside(connection, databases);
    }

    @Override
    public Optional<String> of(String statement, String head) throws SQLException {
        String text = withoutComments(statement).replaceAll("\\s+", " ").strip();
        if (SHARED_AT_HEAD.matcher(head).matches()
                || TO_A_FILE.matcher(text).find()
                || (HOLDS_STATEMENTS.matcher(head).matches()
                        && SHARED_IN_TEXT.matcher(text).find())) {
            return Optional.of("changes what all databases of the server share: " + cut(text));
        }
        if (OTHER_DATABASE.matcher(head).matches()) {
            return Optional.of("leads to a database by its name: " + cut(text));
        }
        Matcher name = QUALIFIED.matcher(text);
        while (name.find()) {
            String database = name.group(1) != null ? name.group(1) : name.group(2);
            String object = name.group(3) != null ? name.group(3) : name.group(4);
            if (databases.contains(database.toLowerCase(Locale.ROOT))
                    && (MAKES.matcher(text.substring(0, name.start()).stripTrailing())
                                    .find()
                            || objects(database).contains(object.toLowerCase(Locale.ROOT)))) {
                return Optional.of("names the database that it is for, as in " + name.group() + ": " + cut(text));
            }
        }
        return Optional.empty();
    }

    private static String cut(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    private static String withoutComments(String statement) {
        return COMMENT.matcher(statement)
                .replaceAll(found -> found.group(1) == null ? Matcher.quoteReplacement(found.group()) : " ");
    }

    /** Returns the names of all tables and routines of a database; in that of the server everything counts. */
    private Set<String> objects(String database) throws SQLException {
        String key = database.toLowerCase(Locale.ROOT);
        Set<String> known = objects.get(key);
        if (known == null) {
            known = new HashSet<>();
            for (List<String> row : Rows.all(
                    connection,
                    1,
                    "SELECT TABLE_NAME FROM information_schema.TABLES WHERE lower(TABLE_SCHEMA) = ? UNION SELECT"
                            + " ROUTINE_NAME FROM information_schema.ROUTINES WHERE lower(ROUTINE_SCHEMA) = ? UNION"
                            + " SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE lower(TRIGGER_SCHEMA) = ?",
                    key,
                    key,
                    key)) {
                known.add(row.get(0).toLowerCase(Locale.ROOT));
            }
            objects.put(key, known);
        }
        return known;
    }
}
