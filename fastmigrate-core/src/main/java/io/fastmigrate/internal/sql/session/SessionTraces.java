package io.fastmigrate.internal.sql.session;

import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.dialect.SqlEffect;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What statements leave in their session for the scripts that come after theirs: settings, variables, roles, temporary
 * tables, prepared statements, locks. By reading alone, on the safe side: a function or a trigger may do what nothing shows.
 */
public final class SessionTraces {

    /** What is dropped may be a temporary table, which was there before. */
    private static final Pattern DEFINITION = Pattern.compile(
            "(CREATE|DROP (?!TABLE|VIEW|SEQUENCE|TYPE|MACRO)|ALTER|RENAME|TRUNCATE|COMMENT|GRANT|REVOKE)(\\b.*)?",
            Pattern.DOTALL);

    private static final Pattern CONTROL = Pattern.compile("(BEGIN|START|COMMIT|END)( .*)?", Pattern.DOTALL);
    private static final Pattern ROUTINE = Pattern.compile(
            "(CREATE|ALTER)( OR REPLACE)?( DEFINER .*)?( SQL SECURITY \\w+)? (FUNCTION|PROCEDURE|TRIGGER|EVENT|VIEW) .*",
            Pattern.DOTALL);

    /** Words in definitions that may call a function, which may do anything. */
    private static final Pattern EVALUATES = Pattern.compile(
            "(?i)\\b(SELECT|WITH|VALUES|DEFAULT|USING|\\w*SERIAL\\w*|IDENTITY|GENERATED|CALL|EXECUTE)\\b|@");

    private static final Pattern EVALUATES_IN_MYSQL = Pattern.compile("(?i)\\b(SELECT|CALL|EXECUTE)\\b|@");

    private static final Pattern LISTENS = Pattern.compile("(?i)\\bLISTEN\\b");

    private static final Pattern OF_SERVER = Pattern.compile("\\b(GLOBAL|PERSIST|PERSIST_ONLY)\\b");

    private static final Set<String> SETS = Set.of(
            "SET", "RESET", "USE", "PREPARE", "EXECUTE", "DEALLOCATE", "CALL", "DO", "DECLARE", "HANDLER", "LISTEN");
    private static final Set<String> REMEMBER = Set.of(
            "LAST_INSERT_ID",
            "GET_LOCK",
            "RELEASE_LOCK",
            "FOUND_ROWS",
            "ROW_COUNT",
            "IDENTITY",
            "SCOPE_IDENTITY",
            "LASTVAL",
            "CURRVAL");

    private SessionTraces() {}

    /** Tells whether a statement leaves nothing in its session that the next script could see; on the safe side. */
    public static boolean leavesNothing(DialectRules rules, DialectStatement statement) {
        String head = statement.head();
        SqlEffect effect = rules.effect(statement);
        if (effect.isSession() || effect.isTemporary()) {
            return false;
        }
        if (CONTROL.matcher(head).matches() || ROUTINE.matcher(head).matches()) {
            return true;
        }
        Pattern evaluates = rules.dialect() == SqlDialect.MYSQL ? EVALUATES_IN_MYSQL : EVALUATES;
        return DEFINITION.matcher(head).matches()
                && !evaluates.matcher(statement.text()).find();
    }

    /**
     * Tells whether a statement may leave what is taken back only when a transaction is committed: PostgreSQL's LISTEN, also in a
     * block. A function that listens is not seen; what it leaves only {@code pg_listening_channels()} shows.
     */
    public static boolean lastsUntilCommit(DialectRules rules, DialectStatement statement) {
        return rules.dialect() == SqlDialect.POSTGRESQL
                && LISTENS.matcher(statement.text()).find();
    }

    /** Tells whether a statement changes what new sessions of MySQL or MariaDB begin with. */
    public static boolean changesNewSessions(DialectRules rules, DialectStatement statement) {
        return rules.dialect() == SqlDialect.MYSQL
                && statement.head().startsWith("SET ")
                && OF_SERVER.matcher(statement.head()).find();
    }

    /**
     * Says why the script of a statement cannot share a transaction with those that come after it.
     *
     * @return the reason, as words about the script; empty where the statement is no reason
     */
    public static Optional<String> keepsApart(DialectRules rules, DialectStatement statement) {
        String head = statement.head();
        return switch (rules.dialect()) {
            case POSTGRESQL -> {
                if (rules.effect(statement) == SqlEffect.LATER) {
                    yield Optional.of("adds a value to a type, which can be used only once it is committed");
                } else if (head.startsWith("SET CONSTRAINTS ")) {
                    yield Optional.of("has SET CONSTRAINTS, which lasts to the end of the transaction");
                }
                boolean custom = head.matches("(?s)SET (SESSION |LOCAL )?[^ ]+ \\. .*")
                        || (head.contains("SET_CONFIG") && head.matches("(?s).*SET_CONFIG \\( '[^']*\\.[^']*'.*"));
                yield custom ? Optional.of("sets a custom setting, which PostgreSQL does not list") : Optional.empty();
            }
            case H2 -> Optional.empty();
            case DUCKDB ->
                head.matches("(?s)(ATTACH|DETACH) .*")
                        ? Optional.of("attaches a database, which is detached only after the transaction")
                        : Optional.empty();
            case MYSQL, STANDARD ->
                isVisible(rules, statement)
                        ? Optional.of("sets or asks for what belongs to its session")
                        : Optional.empty();
        };
    }

    private static boolean isVisible(DialectRules rules, DialectStatement statement) {
        SqlEffect effect = rules.effect(statement);
        if (effect.isSession() || effect.isTemporary()) {
            return true;
        }
        DialectWords words = DialectWords.of(rules.dialect(), statement.text());
        if (SETS.contains(words.at(0))) {
            return true;
        }
        for (int i = 0; i < words.size(); i++) {
            String word = words.at(i);
            if (word.startsWith("@") || (words.isCall(i) && REMEMBER.contains(word))) {
                return true;
            }
        }
        return false;
    }
}
