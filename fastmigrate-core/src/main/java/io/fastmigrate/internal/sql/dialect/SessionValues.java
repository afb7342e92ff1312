package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the statements of a script keep in the memory of their session beside its settings: variables, the last number that
 * was given, prepared statements, cursors, locks. A script that goes on over another connection has lost it. What cannot be
 * told counts as lost. Used once: first for the statements that are done, then for those that are left.
 */
public final class SessionValues {

    private static final String LAST_NUMBER = "the last generated number";

    /** Give the same answer again in the same state of the session. */
    private static final Set<String> PURE = Set.of(
            "CONCAT",
            "CONCAT_WS",
            "REPLACE",
            "IF",
            "IFNULL",
            "NULLIF",
            "COALESCE",
            "CAST",
            "CONVERT",
            "UPPER",
            "LOWER",
            "TRIM",
            "IN",
            "AND",
            "OR",
            "SELECT",
            "SET_CONFIG",
            "CURRENT_SETTING");

    private static final Set<String> VOLATILE = Set.of(
            "FROM",
            "CURRENT_TIMESTAMP",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "LOCALTIME",
            "LOCALTIMESTAMP",
            "UTC_DATE",
            "UTC_TIME",
            "UTC_TIMESTAMP",
            "@@TIMESTAMP",
            "@@IDENTITY",
            "@@LAST_INSERT_ID",
            "@@INSERT_ID",
            "@@WARNING_COUNT",
            "@@ERROR_COUNT",
            "@@IN_TRANSACTION");

    /** Settings that the next statement uses up. */
    private static final Set<String> USED_UP = Set.of("INSERT_ID", "RAND_SEED1", "RAND_SEED2");

    /** What {@code SET} changes for everybody, or for other sessions. */
    private static final Set<String> BEYOND_SESSION = Set.of("STATEMENT", "PASSWORD", "DEFAULT", "GLOBAL", "PERSIST");

    private static final Set<String> LAST_NUMBERS = Set.of("LAST_INSERT_ID", "IDENTITY", "SCOPE_IDENTITY", "LASTVAL");

    /** What the last statement did; any other statement changes the answer. */
    private static final Set<String> LAST_COUNTS = Set.of("FOUND_ROWS", "ROW_COUNT");

    private static final Set<String> INSERTS = Set.of("INSERT", "REPLACE", "MERGE", "LOAD", "WITH");
    private static final Set<String> UNKNOWN = Set.of("CALL", "EXECUTE", "DO");
    private static final Set<String> LOCKS = Set.of("GET_LOCK", "PG_ADVISORY_LOCK", "PG_ADVISORY_LOCK_SHARED");
    private static final Set<String> UNLOCKS =
            Set.of("RELEASE_LOCK", "RELEASE_ALL_LOCKS", "PG_ADVISORY_UNLOCK", "PG_ADVISORY_UNLOCK_ALL");

    private final SqlDialect dialect;
    private final Set<String> lost = new LinkedHashSet<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private boolean anythingSet;
    private boolean numbersGiven;
    private boolean justInserted;
    private boolean isFirst = true;
    private String always = "";

    public SessionValues(SqlDialect dialect) {
        this.dialect = dialect;
    }

    /** Takes in a statement that is done. */
    public void done(DialectStatement statement) {
        DialectWords words = DialectWords.of(dialect, statement.text());
        if (words.definesRoutine()) {
            return;
        }
        switch (words.at(0)) {
            case "SET" -> set(words);
            case "PREPARE" -> lost.add(prepared(words.at(1)));
            case "DEALLOCATE" -> lost.remove(prepared(words.at(words.size() - 1)));
            case "DECLARE" -> lost.add(cursor(words.at(1)));
            case "CLOSE" -> lost.remove(cursor(words.at(1)));
            default -> {
                if (!isRepeatable(words) && words.at(0).equals("SELECT") && words.has("SET_CONFIG")) {
                    always = "a setting (SET_CONFIG)";
                }
                writes(words);
            }
        }
        calls(words);
        numbersGiven |= gives(words);
    }

    private static String prepared(String name) {
        return "prepared statement " + name;
    }

    private static String cursor(String name) {
        return "cursor " + name;
    }

    private void set(DialectWords words) {
        if (dialect == SqlDialect.MYSQL && BEYOND_SESSION.contains(words.at(1).replace("PERSIST_ONLY", "PERSIST"))) {
            return;
        }
        boolean repeatable = isRepeatable(words);
        int depth = 0;
        for (int i = 1; i < words.size(); i++) {
            String word = words.at(i);
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            boolean target = depth == 0 && (i == 1 || words.at(i - 1).equals(",")) && !word.equals("@@GLOBAL");
            if (target && (DialectWords.isVariable(word) || word.equals("VARIABLE"))) {
                remember(word.equals("VARIABLE") ? "@" + words.at(i + 1) : word, repeatable);
            } else if (target && (!repeatable || USED_UP.contains(settingAt(words, i)))) {
                always = "the setting " + settingAt(words, i);
            }
        }
    }

    /** Passes over SESSION, LOCAL and the like. */
    private static String settingAt(DialectWords words, int index) {
        String word = words.at(index).replace("@@", "");
        boolean scope = word.equals("SESSION") || word.equals("LOCAL");
        return scope ? words.at(words.at(index + 1).equals(".") ? index + 2 : index + 1) : word;
    }

    private void remember(String variable, boolean repeatable) {
        if (repeatable) {
            known.add(variable);
            lost.remove(variable);
        } else {
            known.remove(variable);
            lost.add(variable);
        }
    }

    private void writes(DialectWords words) {
        boolean any = UNKNOWN.contains(words.at(0));
        anythingSet |= any;
        if (any) {
            known.clear();
        }
        for (int i = 0; i < words.size(); i++) {
            if (DialectWords.isVariable(words.at(i)) && (any || isWritten(words, i))) {
                remember(words.at(i), false);
            }
        }
    }

    private static boolean isWritten(DialectWords words, int index) {
        int first = index;
        while (words.at(first - 1).equals(",") && DialectWords.isVariable(words.at(first - 2))) {
            first -= 2;
        }
        return words.at(index + 1).equals(":=")
                || words.at(first - 1).equals("INTO")
                || (words.at(0).equals("LOAD") && !words.at(index + 1).isEmpty())
                || (words.at(0).equals("GET") && words.at(index + 1).equals("="));
    }

    private void calls(DialectWords words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.isCall(i) && LOCKS.contains(words.at(i))) {
                lost.add("the lock of " + words.at(i));
            } else if (words.isCall(i) && UNLOCKS.contains(words.at(i))) {
                lost.removeIf(name -> name.startsWith("the lock of "));
            }
        }
    }

    private static boolean gives(DialectWords words) {
        return INSERTS.contains(words.at(0))
                || UNKNOWN.contains(words.at(0))
                || words.has("NEXTVAL")
                || words.has("SETVAL")
                || words.has("LAST_INSERT_ID")
                || (words.has("NEXT") && words.has("VALUE"));
    }

    /**
     * Tells whether a setting that is made again over another connection, after all those before it, is the same as it was.
     */
    public boolean isRepeatable(DialectStatement statement) {
        return isRepeatable(DialectWords.of(dialect, statement.text()));
    }

    private boolean isRepeatable(DialectWords words) {
        if (!words.at(0).equals("SET") && !words.at(0).equals("SELECT")) {
            return true;
        }
        for (int i = 1; i < words.size(); i++) {
            String word = words.at(i);
            boolean lostVariable = DialectWords.isVariable(word) && !isTarget(words, i) && isLost(word);
            if (VOLATILE.contains(word) || (words.isCall(i) && !PURE.contains(word)) || lostVariable) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTarget(DialectWords words, int index) {
        return index == 1
                || (words.at(index - 1).equals(",") && words.at(index + 1).matches(":?="));
    }

    private boolean isLost(String variable) {
        return !known.contains(variable) && (lost.contains(variable) || anythingSet);
    }

    /**
     * Takes in a statement that is left, in its order.
     *
     * @return what it needs of what is lost, in words for people; empty where it needs nothing
     */
    public Optional<String> needs(DialectStatement statement) {
        if (!always.isEmpty()) {
            return Optional.of(always);
        }
        Optional<String> lock =
                lost.stream().filter(name -> name.startsWith("the lock of ")).findFirst();
        if (lock.isPresent()) {
            return lock;
        }
        DialectWords words = DialectWords.of(dialect, statement.text());
        if (words.definesRoutine()) {
            isFirst = false;
            return Optional.empty();
        }
        Optional<String> missing = missing(words);
        isFirst = false;
        made(words);
        return missing;
    }

    private Optional<String> missing(DialectWords words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.at(i);
            boolean assigned = words.at(0).equals("SET") && isTarget(words, i);
            if (DialectWords.isVariable(word) && !assigned && !isWritten(words, i) && isMissing(word)) {
                return Optional.of(word);
            }
            String read = "@" + words.at(i + 2);
            if (word.equals("GETVARIABLE") && (isMissing(read) || anyVariableIsLost())) {
                return Optional.of("a variable (getvariable)");
            }
            if (numbersGiven && !justInserted && asksForLastNumber(words, i)) {
                return Optional.of(LAST_NUMBER + " (" + word + ")");
            }
            if (isFirst && words.isCall(i) && LAST_COUNTS.contains(word)) {
                return Optional.of("the last number of rows (" + word + ")");
            }
        }
        String first = words.at(0);
        String name = first.equals("EXECUTE") ? prepared(words.at(1)) : cursor(words.at(words.size() - 1));
        boolean asks =
                first.equals("EXECUTE") || first.equals("FETCH") || first.equals("MOVE") || first.equals("CLOSE");
        return asks && lost.contains(name) && !made.contains(name) ? Optional.of(name) : Optional.empty();
    }

    private boolean anyVariableIsLost() {
        return lost.stream().anyMatch(DialectWords::isVariable);
    }

    private boolean isMissing(String variable) {
        return !made.contains(variable) && isLost(variable);
    }

    private static boolean asksForLastNumber(DialectWords words, int index) {
        String word = words.at(index);
        return (words.isCall(index) && LAST_NUMBERS.contains(word))
                || word.equals("CURRVAL")
                || (word.equals("CURRENT") && words.at(index + 1).equals("VALUE"))
                || word.equals("@@IDENTITY")
                || word.equals("@@LAST_INSERT_ID");
    }

    private void made(DialectWords words) {
        if (words.at(0).equals("PREPARE")) {
            made.add(prepared(words.at(1)));
        } else if (words.at(0).equals("DECLARE")) {
            made.add(cursor(words.at(1)));
        }
        boolean sets = words.at(0).equals("SET");
        for (int i = 1; i < words.size(); i++) {
            if (DialectWords.isVariable(words.at(i)) && (isWritten(words, i) || (sets && isTarget(words, i)))) {
                made.add(words.at(i));
            }
        }
        if (sets && words.at(1).equals("VARIABLE")) {
            made.add("@" + words.at(2));
        }
        justInserted = INSERTS.contains(words.at(0)) || words.has("NEXTVAL");
    }
}
