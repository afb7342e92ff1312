package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the statements of one database do in a transaction. Immutable. */
public final class DialectRules {

    /** The first version of PostgreSQL in which a type's new value can be added in a transaction. */
    private static final int VALUES_IN_TRANSACTIONS = 12;

    private static final String ROWS = "(INSERT|UPDATE|DELETE|MERGE|SELECT|WITH|VALUES|TABLE|EXPLAIN|SHOW|\\()( .*)?";

    /** The words of which the names of statements are made, for messages. */
    private static final Set<String> WORDS = Set.of(
            "ADD",
            "ALTER",
            "ANALYZE",
            "CALL",
            "CHECKPOINT",
            "CLUSTER",
            "COLUMN",
            "CONCURRENTLY",
            "CREATE",
            "DATABASE",
            "DISCARD",
            "DROP",
            "EVENT",
            "FLUSH",
            "FUNCTION",
            "GRANT",
            "INDEX",
            "LOCK",
            "MATERIALIZED",
            "OPTIMIZE",
            "OR",
            "PROCEDURE",
            "REINDEX",
            "RENAME",
            "REPLACE",
            "REVOKE",
            "SCHEMA",
            "SEQUENCE",
            "SET",
            "SUBSCRIPTION",
            "SYSTEM",
            "TABLE",
            "TABLES",
            "TABLESPACE",
            "TEMPORARY",
            "TRIGGER",
            "TRUNCATE",
            "TYPE",
            "UNIQUE",
            "UNLOCK",
            "USER",
            "VACUUM",
            "VIEW",
            "DETACH",
            "ATTACH",
            "EXPORT",
            "IMPORT",
            "ALIAS",
            "RUNSCRIPT",
            "BACKUP");

    private static final Pattern BEGIN = Pattern.compile(
            "(?:BEGIN|START)(?: WORK| TRANSACTION)?(?: WITH CONSISTENT SNAPSHOT)?[ ,]*(.*)", Pattern.DOTALL);

    private static final Pattern SETS_TRANSACTION = Pattern.compile("SET (LOCAL )?TRANSACTION .*", Pattern.DOTALL);

    /** Statements may begin with anything, but ordinary ones with few words. */
    private static final int MOST_WORDS = 200;

    private static final Map<Database, DialectRules> KNOWN = new ConcurrentHashMap<>();

    private final Map<Pattern, Rule> rules = new LinkedHashMap<>();
    private final Map<String, Map<Pattern, Rule>> byFirstWord = new ConcurrentHashMap<>();
    private final Rule otherwise;
    private final SqlDialect dialect;

    /**
     * What is known of the statements that a pattern matches.
     *
     * @param why why they are refused; empty unless they are forbidden
     * @param advice what to write instead
     */
    private record Rule(SqlEffect effect, String why, String advice) {
        static Rule of(SqlEffect effect) {
            return new Rule(effect, "", "");
        }
    }

    private record Database(SqlDialect dialect, boolean definitionsCommit, int version) {}

    private DialectRules(SqlDialect dialect, boolean definitionsCommit) {
        this.dialect = dialect;
        this.otherwise = Rule.of(definitionsCommit ? SqlEffect.COMMITS : SqlEffect.INSIDE);
    }

    /**
     * Returns the rules of a database.
     *
     * @param definitionsCommit whether CREATE, ALTER and DROP commit by themselves
     * @param version the database's major version
     */
    public static DialectRules of(SqlDialect dialect, boolean definitionsCommit, int version) {
        return KNOWN.computeIfAbsent(new Database(dialect, definitionsCommit, version), DialectRules::make);
    }

    private static DialectRules make(Database database) {
        DialectRules rules = new DialectRules(database.dialect(), database.definitionsCommit());
        switch (database.dialect()) {
            case POSTGRESQL -> rules.postgreSql(database.version());
            case MYSQL -> rules.mySql();
            case H2 -> rules.h2();
            case DUCKDB -> rules.duckDb();
            case STANDARD -> {}
        }
        rules.control();
        rules.add("SET .*", SqlEffect.SESSION);
        rules.add(ROWS, SqlEffect.INSIDE);
        return rules;
    }

    public SqlDialect dialect() {
        return dialect;
    }

    private void add(String pattern, SqlEffect effect) {
        add(pattern, Rule.of(effect));
    }

    private void forbid(String pattern, String why, String advice) {
        add(pattern, new Rule(SqlEffect.FORBIDDEN, why, advice));
    }

    private void add(String pattern, Rule rule) {
        rules.put(Pattern.compile(pattern, Pattern.DOTALL | Pattern.CASE_INSENSITIVE), rule);
    }

    private void forbidShutdown() {
        forbid("SHUTDOWN( .*)?", "SHUTDOWN ends the database while it is migrated", "Remove the statement.");
    }

    private void forbidTwoPhases(String pattern) {
        forbid(
                pattern,
                "a transaction in two phases would stay open after the script, and lock the version",
                "Remove the statement: a script already runs in a transaction, or use BEGIN and COMMIT.");
    }

    private void forbidEndsOfPrepared(String pattern) {
        forbid(
                pattern,
                "it ends a transaction that another session prepared, and a later run could not know that it did",
                "Remove the statement, and run it by hand.");
    }

    private void forbidCharacterSets(String pattern) {
        forbid(
                pattern,
                "scripts are sent as UTF-8, and the driver accepts no other character set",
                "Remove the statement, and save the script as UTF-8.");
    }

    private void control() {
        add("(ROLLBACK|ABORT)( WORK| TRANSACTION)? TO .*", SqlEffect.ROLLBACK_TO);
        forbid(
                "(COMMIT|END|ROLLBACK|ABORT)( WORK| TRANSACTION)? AND CHAIN.*",
                "AND CHAIN starts a transaction implicitly",
                "Write COMMIT and BEGIN as two statements.");
        add("BEGIN( .*)?|START TRANSACTION.*", SqlEffect.BEGIN);
        add("(COMMIT|END)( (WORK|TRANSACTION))?( AND NO CHAIN)?( NO RELEASE)?", SqlEffect.COMMIT);
        add("(ROLLBACK|ABORT)( (WORK|TRANSACTION))?( AND NO CHAIN)?( NO RELEASE)?", SqlEffect.ROLLBACK);
        add("SAVEPOINT .*", SqlEffect.SAVEPOINT);
        add("RELEASE .*", SqlEffect.RELEASE);
    }

    /** Source: the notes of each command's page in the <a href="https://www.postgresql.org/docs/current/sql-commands.html">manual</a>. */
    private void postgreSql(int version) {
        add("(CREATE( UNIQUE)?|DROP) INDEX CONCURRENTLY.*", SqlEffect.OUTSIDE);
        add("REINDEX .*CONCURRENTLY.*|REINDEX (\\( .* \\) )?(DATABASE|SYSTEM|SCHEMA).*", SqlEffect.OUTSIDE);
        add("VACUUM( .*)?|CLUSTER( VERBOSE)?|DISCARD ALL|ALTER SYSTEM .*", SqlEffect.OUTSIDE);
        add("(CREATE|DROP) (DATABASE|TABLESPACE|SUBSCRIPTION) .*|ALTER SUBSCRIPTION .*", SqlEffect.OUTSIDE);
        add("ALTER DATABASE .* SET TABLESPACE .*", SqlEffect.OUTSIDE);
        forbidTwoPhases("PREPARE TRANSACTION .*");
        forbidEndsOfPrepared("(COMMIT|ROLLBACK) PREPARED .*");
        add("ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY.*", SqlEffect.OUTSIDE);
        add("ALTER TYPE .* ADD VALUE .*", version < VALUES_IN_TRANSACTIONS ? SqlEffect.OUTSIDE : SqlEffect.LATER);
        add(
                "CREATE( OR REPLACE)? (LOCAL |GLOBAL )?TEMP(ORARY)? .*|CREATE( OR REPLACE)?( \\w+)+ PG_TEMP \\. .*",
                SqlEffect.TEMPORARY);
        forbidCharacterSets(
                "SET ((SESSION|LOCAL) )?(CLIENT_ENCODING (TO|=)|NAMES) (?!'?(UTF-? ?8|UNICODE|DEFAULT|$)).*");
        add("SET (LOCAL|CONSTRAINTS|TRANSACTION) .*", SqlEffect.INSIDE);
        add("RESET .*|SELECT (PG_CATALOG \\. )?SET_CONFIG .*", SqlEffect.SESSION);
    }

    /** Sources: the manuals' pages on statements that cause an implicit commit. What is not known to stay inside, commits. */
    private void mySql() {
        add("(UN)?LOCK TABLES?( .*)?", SqlEffect.TABLE_LOCK);
        forbidShutdown();
        forbidEndsOfPrepared("XA (COMMIT|ROLLBACK) .*");
        forbidTwoPhases("XA (?!RECOVER\\b).*");
        forbid(
                "SET .*\\bCOMPLETION_TYPE\\b.*",
                "with completion_type, the COMMIT of the migration would start another transaction or end the"
                        + " connection",
                "Remove the setting.");
        forbidCharacterSets("SET (NAMES|CHARACTER SET|CHARSET) (?!['\"]?(UTF8|DEFAULT|BINARY|@)).*");
        add("BEGIN NOT ATOMIC.*", SqlEffect.COMMITS);
        add("(CREATE|DROP)( OR REPLACE)? TEMPORARY .*", SqlEffect.TEMPORARY);
        add(
                "SET( SESSION| LOCAL)?( @ ?@)?( (SESSION|LOCAL) \\.)? AUTOCOMMIT (=|: ?=) (\\S+|@ \\S+)",
                SqlEffect.AUTOCOMMIT);
        add("SET @ \\S+ = @ ?@ AUTOCOMMIT , @ ?@ AUTOCOMMIT = \\S+", SqlEffect.AUTOCOMMIT); // mariadb-dump
        add("SET (PASSWORD|DEFAULT ROLE) .*|SET( SESSION| @@SESSION \\.| @@)? ?AUTOCOMMIT .*", SqlEffect.COMMITS);
        add("SET STATEMENT .*", SqlEffect.COMMITS);
        add("SET (GLOBAL|PERSIST|PERSIST_ONLY) .*", SqlEffect.INSIDE);
        add("USE .*", SqlEffect.SESSION);
        add("(REPLACE|DO|DESC|DESCRIBE|HANDLER|LOAD (DATA|XML)) .*", SqlEffect.INSIDE);
    }

    /** Source: <a href="https://h2database.com/html/commands.html">"This command commits an open transaction"</a>. */
    private void h2() {
        forbidShutdown();
        forbidTwoPhases("PREPARE COMMIT .*");
        forbidEndsOfPrepared("(COMMIT|ROLLBACK) TRANSACTION (?!TO\\b).*");
        add("CREATE (CACHED |MEMORY )?(LOCAL |GLOBAL )?TEMP(ORARY)? .*", SqlEffect.COMMITS_TEMPORARY);
        add("SET @.*", SqlEffect.SESSION);
        add("SET .*|USE .*", SqlEffect.COMMITS_SESSION);
        add("CALL .*", SqlEffect.INSIDE);
    }

    private void duckDb() {
        add("(FORCE )?CHECKPOINT( .*)?|VACUUM( .*)?", SqlEffect.OUTSIDE);
        add("CREATE( OR REPLACE)? TEMP(ORARY)? .*", SqlEffect.TEMPORARY);
        add("(RESET|USE|PRAGMA|LOAD|ATTACH|DETACH) .*", SqlEffect.SESSION);
    }

    /** Says what a statement does. */
    public SqlEffect effect(DialectStatement statement) {
        if (dialect == SqlDialect.POSTGRESQL
                && statement.head().startsWith("DO ")
                && CommittingBody.is(statement.text())) {
            return SqlEffect.OUTSIDE;
        }
        return rule(statement.head()).effect();
    }

    /** Returns the error about a statement that is forbidden. */
    InvalidScriptException refusal(DialectStatement statement, String location) {
        Rule rule = rule(statement.head());
        return statement.refusal(location, rule.why(), rule.advice());
    }

    private Rule rule(String head) {
        if (head.startsWith("/*")) {
            return ofExecutableComment(head);
        }
        for (Map.Entry<Pattern, Rule> rule : candidates(head).entrySet()) {
            if (rule.getKey().matcher(head).matches()) {
                return rule.getValue();
            }
        }
        return otherwise;
    }

    /** Returns the rules that a statement with the same first word can match. */
    private Map<Pattern, Rule> candidates(String head) {
        int blank = head.indexOf(' ');
        if (blank < 0) {
            return rules;
        }
        String first = head.substring(0, blank + 1);
        Map<Pattern, Rule> known = byFirstWord.get(first);
        if (known == null) {
            known = matching(first);
            if (byFirstWord.size() < MOST_WORDS) {
                byFirstWord.put(first, known);
            }
        }
        return known;
    }

    private Map<Pattern, Rule> matching(String first) {
        Map<Pattern, Rule> matching = new LinkedHashMap<>();
        rules.forEach((pattern, rule) -> {
            Matcher matcher = pattern.matcher(first);
            // Where the matcher came to the end of the word, more text could make it match.
            if (matcher.matches() || matcher.hitEnd()) {
                matching.put(pattern, rule);
            }
        });
        return matching;
    }

    private Rule ofExecutableComment(String head) {
        String inner = head.replaceFirst("^/\\*M?!\\d*\\s*", "").replaceAll("\\s+", " ");
        if (inner.matches("(?i)SET( SESSION| LOCAL)? (@@(SESSION\\.)?)?AUTOCOMMIT ?:?= ?[^,]*")) {
            return Rule.of(SqlEffect.AUTOCOMMIT);
        }
        return inner.isEmpty() || inner.startsWith("/*") ? otherwise : rule(inner.toUpperCase(Locale.ROOT));
    }

    /** Returns the statement that makes a transaction what the modes of its BEGIN say; empty where it has none. */
    public static Optional<String> modes(DialectStatement begin) {
        Matcher modes = BEGIN.matcher(begin.head());
        return modes.matches() && !modes.group(1).isBlank()
                ? Optional.of("SET TRANSACTION " + modes.group(1))
                : Optional.empty();
    }

    /** Tells whether a statement sets the transaction that it stands in, and only as the first one there. */
    public boolean setsTransaction(DialectStatement statement) {
        return dialect != SqlDialect.H2
                && statement.head().startsWith("SET ")
                && SETS_TRANSACTION.matcher(statement.head()).matches();
    }

    /** Returns what people call a statement: the words it begins with, without names. */
    public static String nameOf(DialectStatement statement) {
        StringBuilder name = new StringBuilder();
        for (String word : statement.head().split(" ", -1)) {
            if (!WORDS.contains(word)) {
                break;
            }
            name.append(name.length() == 0 ? "" : " ").append(word);
        }
        return name.length() > 0 ? name.toString() : "\"" + statement.head().split(" ", 2)[0] + "\"";
    }
}
