package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ScriptObserver;
import io.fastmigrate.internal.port.StepFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps scripts in the database that they are rehearsed in. A name of a table may stand behind that of any database of the
 * server, the live one among them; so every statement is refused that names another database, and every one that may put a name
 * together at run time, or that is for the whole server. What is refused may be harmless; what passes is not.
 */
public final class MySqlReach implements ScriptObserver {

    private static final String NAME = "(?:`(?:[^`]|``)+`|[\\w$]+)";

    private static final String GAP = "(?:\\s|/\\*.*?\\*/|(?:--\\s|#)[^\\n]*\\n)*";

    private static final Pattern SYSTEM = Pattern.compile("(?i)information_schema");

    /** What may begin a statement that stays in its database; all others are for the server, or not known. */
    private static final Pattern STAYS = Pattern.compile(
            "(?:(?:CREATE|ALTER|DROP)\\b(?:\\s+(?:OR\\s+REPLACE|IF\\s+EXISTS|IF\\s+NOT\\s+EXISTS|AGGREGATE|TEMPORARY|UNIQUE|FULLTEXT"
                    + "|SPATIAL|ONLINE|OFFLINE|IGNORE|ALGORITHM\\s*=\\s*\\w+|DEFINER\\s*=\\s*\\S+|SQL\\s+SECURITY\\s+\\w+))*\\s+"
                    + "(?:TABLE|INDEX|VIEW|TRIGGER|PROCEDURE|FUNCTION|SEQUENCE|EVENT)\\b(?!\\s+\\S+\\s+RETURNS\\s+\\w+\\s+SONAME)"
                    + "|(?:RENAME|ANALYZE|OPTIMIZE|CHECK|REPAIR)\\s+TABLE|TRUNCATE|INSERT|REPLACE|UPDATE|DELETE|SELECT|WITH|VALUES|TABLE"
                    + "|DO|CALL|SET|SHOW|DESC|DESCRIBE|EXPLAIN|START|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|LOCK|UNLOCK|LOAD\\s+DATA"
                    + "|\\()(?:\\b|\\W).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern AT_RUN_TIME = Pattern.compile(
            "\\bPREPARE\\s+" + NAME + "\\s+FROM\\b|\\bEXECUTE\\s+IMMEDIATE\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern OF_SERVER = Pattern.compile(
            "\\bSET\\b[^;]*(?:\\bGLOBAL\\b|@@GLOBAL\\b|\\bPERSIST\\b|@@PERSIST)|\\bSET\\s+(?:PASSWORD|DEFAULT\\s+ROLE)\\b"
                    + "|\\bINTO\\s+(?:OUTFILE|DUMPFILE)\\b|\\b(?:KILL|SHUTDOWN|INSTALL|UNINSTALL)\\s+\\w|\\bFLUSH\\s+\\w"
                    + "|\\b(?:GRANT|REVOKE)\\s+\\w|\\b(?:CREATE|ALTER|DROP|RENAME)\\s+(?:OR\\s+REPLACE\\s+)?"
                    + "(?:USER|ROLE|DATABASE|SCHEMA|SERVER|TABLESPACE|LOGFILE|RESOURCE)\\b|\\b(?:RESET|PURGE|CHANGE|STOP)\\s+"
                    + "(?:MASTER|SLAVE|REPLICA|BINARY|REPLICATION)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final List<String> KEEP_THEIR_ROWS =
            List.of("INNODB", "MYISAM", "ARIA", "MEMORY", "HEAP", "CSV", "ARCHIVE", "BLACKHOLE", "SEQUENCE", "ROCKSDB");

    private static final Pattern ENGINE = Pattern.compile(
            "\\bENGINE\\s*(?:=\\s*['\"`]?(\\w+)|\\s(FEDERATED\\w*|CONNECT|SPIDER|MERGE|MRG_MYISAM|MROONGA|S3|OQGRAPH|SPHINX)\\b)",
            Pattern.CASE_INSENSITIVE);

    /** In these, what looks like a statement for the server is a text. */
    private static final Pattern ROWS = Pattern.compile(
            "(?:INSERT|UPDATE|DELETE|REPLACE|VALUES|LOAD)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern COMMENT = Pattern.compile("/\\*(?!M?!).*?\\*/|(?:--\\s|#)[^\\n]*", Pattern.DOTALL);

    private static final Pattern VERSION_COMMENT = Pattern.compile("/\\*M?!\\d*|\\*/");

    private final List<String> others;
    private final Pattern otherNames;
    private volatile boolean namesAtRunTime;

    private MySqlReach(List<String> others) {
        this.others = List.copyOf(others);
        List<String> words = others.stream()
                .map(name -> "`" + Pattern.quote(name.replace("`", "``")) + "`|(?<![\\w$@])" + Pattern.quote(name))
                .toList();
        this.otherNames = Pattern.compile(
                words.isEmpty() ? "(?!)" : "(?:" + String.join("|", words) + ")[\"`]?" + GAP + "\\.",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
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
                        + " ROUTINE_NAME), COALESCE(ROUTINE_DEFINITION, 'PREPARE hidden FROM'), 1 FROM"
                        + " information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?",
                database,
                database,
                database,
                database)) {
            String text = row.get(1);
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
    public void statement(String sql, boolean inTransaction) {
        String reason = reason(sql, false);
        if (reason != null) {
            throw StepFailedException.at(
                    null,
                    "it " + reason + ": a rehearsal would change what is not in its copy.",
                    "Remove that from the script; or rehearse on another server, or move these statements into a separate script,"
                            + " run that one first, and then rehearse the others.",
                    null);
        }
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
        boolean rows = !part && ROWS.matcher(text.strip()).matches();
        String plain = COMMENT.matcher(VERSION_COMMENT.matcher(text).replaceAll(" "))
                .replaceAll(" ")
                .strip();
        if (otherNames.matcher(text).find() || otherNames.matcher(plain).find()) {
            String lower = text.toLowerCase(Locale.ROOT);
            return others.stream()
                    .filter(name -> lower.contains(name.toLowerCase(Locale.ROOT)))
                    .map(name -> "names the database " + name)
                    .findFirst()
                    .orElse("names another database");
        } else if (AT_RUN_TIME.matcher(text).find()
                || AT_RUN_TIME.matcher(plain).find()) {
            return "makes a statement at run time, which may name another database";
        } else if (!part && namesAtRunTime && plain.toUpperCase(Locale.ROOT).contains("CALL")) {
            return "calls a procedure, and one of them makes statements at run time, which may name another database";
        } else if (rows) {
            return null;
        } else if (OF_SERVER.matcher(text).find() || OF_SERVER.matcher(plain).find()) {
            return "changes what belongs to the whole server";
        } else if (ENGINE.matcher(plain)
                .results()
                .anyMatch(engine -> leaves(engine.group(1) == null ? engine.group(2) : engine.group(1)))) {
            return "uses an engine that may keep its rows elsewhere";
        }
        return part || STAYS.matcher(plain).matches() ? null : "may change what belongs to the whole server";
    }

    private static boolean leaves(String engine) {
        return !KEEP_THEIR_ROWS.contains(engine.toUpperCase(Locale.ROOT));
    }
}
