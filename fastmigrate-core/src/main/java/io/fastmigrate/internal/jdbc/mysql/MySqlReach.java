package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ScriptObserver;
import io.fastmigrate.internal.jdbc.mysql.schema.DisabledEvents;
import io.fastmigrate.internal.port.StepFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps scripts in the database that they are rehearsed in. A name of a table may stand behind that of any database of the
 * server, the live one among them; so every statement is refused that names another database, and every one that may put a name
 * together at run time, or that is for the whole server. What is refused may be harmless; what passes is not.
 */
public final class MySqlReach implements ScriptObserver {

    private static final int LONGEST_TOLD = 60;

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;

    private static final String NAME = "(?:`(?:[^`]++|``)+`|[\\w$]+)";

    /** What may stand between two words: also a comment, or a sign that begins or ends one that is executed. */
    private static final String GAP = "(?:\\s++|/\\*.*?\\*/|/\\*M?!\\d*|\\*/|(?:--|#)[^\\n]*\\n)*+";

    private static final Pattern SYSTEM = Pattern.compile("(?i)information_schema");

    /** What may begin a statement that stays in its database; all others are for the server, or not known. */
    private static final Pattern STAYS =
            pattern("(?:(?:CREATE|ALTER|DROP)\\b(?: (?:OR REPLACE|IF EXISTS|IF NOT EXISTS|AGGREGATE|TEMPORARY"
                    + "|UNIQUE|FULLTEXT|SPATIAL|ONLINE|OFFLINE|IGNORE|ALGORITHM\\s*=\\s*\\w+|DEFINER\\s*=\\s*\\S+|SQL SECURITY \\w+))* "
                    + "(?:TABLE|INDEX|VIEW|TRIGGER|PROCEDURE|FUNCTION|SEQUENCE|EVENT)\\b"
                    + "|(?:RENAME|ANALYZE|OPTIMIZE|CHECK|REPAIR) TABLE|TRUNCATE|INSERT|REPLACE|UPDATE|DELETE|SELECT|WITH|VALUES|TABLE"
                    + "|DO|CALL|SET(?! STATEMENT\\b)|SHOW|DESC|DESCRIBE|EXPLAIN|START|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|LOCK|UNLOCK"
                    + "|LOAD DATA|\\()(?:\\b|\\W).*");

    /** Settings for one statement, which follows. */
    private static final Pattern FOR_ONE_STATEMENT = pattern("^SET STATEMENT\\b.*?\\bFOR\\b ");

    private static final Pattern AT_RUN_TIME = pattern("\\bPREPARE\\b " + NAME + " FROM\\b|\\bEXECUTE\\b IMMEDIATE\\b");

    private static final Pattern OF_SERVER =
            pattern("\\bSET\\b[^;]*(?:\\bGLOBAL\\b|\\bPERSIST(?:_ONLY)?\\b)|\\bSET\\b (?:PASSWORD|DEFAULT"
                    + " ROLE)\\b|\\bINTO\\b (?:OUTFILE|DUMPFILE)\\b|\\b(?:KILL|SHUTDOWN|INSTALL|UNINSTALL|FLUSH|GRANT|REVOKE)\\b \\w"
                    + "|\\b(?:CREATE|ALTER|DROP|RENAME)\\b (?:OR REPLACE )?(?:USER|ROLE|DATABASE|SCHEMA|SERVER|TABLESPACE|LOGFILE|RESOURCE)\\b"
                    + "|\\b(?:RESET|PURGE|CHANGE|STOP)\\b (?:MASTER|SLAVE|REPLICA|BINARY|REPLICATION)\\b|\\bSONAME\\b");

    private static final List<String> KEEP_THEIR_ROWS = List.of(
            "INNODB",
            "MYISAM",
            "ARIA",
            "MEMORY",
            "HEAP",
            "CSV",
            "ARCHIVE",
            "BLACKHOLE",
            "SEQUENCE",
            "ROCKSDB",
            "DEFAULT");

    private static final Pattern HAS_ENGINE = pattern("\\b(?:CREATE|ALTER)\\b.*\\bTABLE\\b|storage_engine\\b|^ENGINE=");

    private static final Pattern ENGINE =
            pattern("ENGINE\\b (?::?= ['\"`]?(@*\\w+)|(FEDERATED\\w*|CONNECT|SPIDER|MERGE|MRG_MYISAM"
                    + "|MROONGA|S3|OQGRAPH|SPHINX)\\b)");

    /** In these, what looks like a statement for the server is a text. */
    private static final Pattern ROWS = pattern("(?:INSERT|UPDATE|DELETE|REPLACE|LOAD)\\b.*");

    private static final Pattern COMMENT = Pattern.compile("/\\*(?!M?!).*?\\*/|(?:--\\s|#)[^\\n]*", Pattern.DOTALL);

    private static final Pattern VERSION_COMMENT = Pattern.compile("/\\*M?!\\d*|\\*/");

    private final Pattern otherNames;
    private volatile boolean namesAtRunTime;

    private MySqlReach(List<String> others) {
        List<String> words = others.stream()
                .map(name -> "`" + Pattern.quote(name.replace("`", "``")) + "`|(?<![\\w$@])" + Pattern.quote(name)
                        + "|\"" + Pattern.quote(name.replace("\"", "\"\"")) + "\"")
                .toList();
        this.otherNames = Pattern.compile(
                words.isEmpty() ? "(?!)" : "(" + String.join("|", words) + ")[\"`]?" + GAP + "\\.", FLAGS);
    }

    /** Each space stands for what may be between two words. */
    private static Pattern pattern(String text) {
        return Pattern.compile(text.replace(" ", GAP), FLAGS);
    }

    /**
     * Looks at the databases of a server.
     *
     * @param own the only one that scripts may name
     */
    public static MySqlReach around(Connection connection, String own) throws SQLException {
        List<String> others = new ArrayList<>();
        for (List<String> row : Rows.all(connection, 1, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA")) {
            String name = row.get(0);
            if (!name.equalsIgnoreCase(own) && !SYSTEM.matcher(name).matches()) {
                others.add(name);
            }
        }
        return new MySqlReach(others);
    }

    /** Says what leads out of a copy already; empty where nothing does. */
    public Optional<String> wayOut(Connection connection, String database) throws SQLException {
        for (List<String> row : Rows.all(
                connection,
                3,
                "SELECT CONCAT('table ', TABLE_NAME), CONCAT('ENGINE=', COALESCE(ENGINE, 'InnoDB')), 0 FROM"
                        + " information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' UNION ALL SELECT"
                        + " CONCAT('view ', TABLE_NAME), VIEW_DEFINITION, 0 FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?"
                        + " UNION ALL SELECT CONCAT('trigger ', TRIGGER_NAME), ACTION_STATEMENT, 0 FROM"
                        + " information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? UNION ALL SELECT CONCAT(LOWER(ROUTINE_TYPE), ' ',"
                        + " ROUTINE_NAME), ROUTINE_DEFINITION, 1 FROM"
                        + " information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?",
                database,
                database,
                database,
                database)) {
            String text = row.get(1);
            if (text == null) {
                return Optional.of("the " + row.get(0) + " cannot be read by this user");
            }
            boolean routine = row.get(2).equals("1");
            if (routine && AT_RUN_TIME.matcher(text).find()) {
                namesAtRunTime = true; // harmless as long as no one calls it
                continue;
            }
            String reason = reason(text, true);
            if (reason != null) {
                return Optional.of("the " + row.get(0) + " " + reason);
            }
        }
        return Optional.empty();
    }

    @Override
    public String statement(String sql, boolean inTransaction) {
        String reason = reason(sql, false);
        if (reason != null) {
            throw StepFailedException.at(
                    null,
                    "its statement \"" + excerpt(sql) + "\" " + reason
                            + ": a rehearsal would change what is not in its copy.",
                    "Remove that from the script; or rehearse on another server, or move these statements into a separate script,"
                            + " run that one first, and then rehearse the others.",
                    null);
        }
        return DisabledEvents.of(sql);
    }

    /** Code of other languages may do anything with its connection. */
    @Override
    public void java() {
        throw StepFailedException.at(
                null,
                "a Java migration can name any database of the server: a rehearsal cannot keep it in its copy.",
                "Rehearse it on another server.",
                null);
    }

    private @Nullable String reason(String text, boolean part) {
        String marked = VERSION_COMMENT
                .matcher(COMMENT.matcher(text).replaceAll(" "))
                .replaceAll(" ")
                .strip();
        String plain = FOR_ONE_STATEMENT.matcher(marked).replaceFirst("");
        Optional<String> other = first(otherNames, text, plain);
        if (other.isPresent()) {
            return "names the database " + other.get().replaceAll("^[`\"]|[`\"]$", "");
        } else if (first(AT_RUN_TIME, text, plain).isPresent()) {
            return "makes a statement at run time, which may name another database";
        } else if (!part && namesAtRunTime && text.toUpperCase(Locale.ROOT).contains("CALL")) {
            return "calls a procedure, and one of them makes statements at run time, which may name another database";
        } else if (!part && ROWS.matcher(plain).matches()) {
            return null;
        } else if (first(OF_SERVER, text, plain).isPresent()) {
            return "changes what belongs to the whole server";
        } else if (usesOtherEngine(text) || usesOtherEngine(plain)) {
            return "uses an engine that may keep its rows elsewhere";
        }
        return part || STAYS.matcher(plain).matches() ? null : "may change what belongs to the whole server";
    }

    private static Optional<String> first(Pattern pattern, String text, String plain) {
        return Stream.of(text, plain)
                .flatMap(where -> pattern.matcher(where).results())
                .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
                .findFirst();
    }

    private static boolean usesOtherEngine(String text) {
        return HAS_ENGINE.matcher(text).find()
                && ENGINE.matcher(text)
                        .results()
                        .anyMatch(engine -> leaves(engine.group(1) == null ? engine.group(2) : engine.group(1)));
    }

    private static String excerpt(String sql) {
        String line = sql.substring(0, Math.min(sql.length(), LONGEST_TOLD)).replaceAll("\\s+", " ");
        return sql.length() > LONGEST_TOLD ? line + "..." : line;
    }

    private static boolean leaves(String engine) {
        return !KEEP_THEIR_ROWS.contains(engine.toUpperCase(Locale.ROOT));
    }
}
