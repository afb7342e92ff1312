package io.fastmigrate.internal.sql.session;

import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the statements of a script keep in the memory of their session beside its settings: variables, the last number that
 * was given, prepared statements, cursors, locks. A script that goes on over another connection has lost it. What cannot be
 * told counts as lost. Used once: first for the statements that are done, then for those that are left.
 */
public final class SessionValues {

    private static final String LAST_NUMBER = "the last generated number";

    private final SqlDialect dialect;
    private final HiddenCode code;
    private final ChosenNames chosen = new ChosenNames();
    private final Set<String> temporary = new LinkedHashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private boolean anythingSet;
    private boolean numbersGiven;
    private boolean justInserted;
    private boolean isFirst = true;
    private boolean createsTemporary;
    private String always = "";

    /**
     * Begins with nothing.
     *
     * @param routines of the database, with its triggers
     */
    public SessionValues(SqlDialect dialect, List<HiddenCode.Routine> routines) {
        this.dialect = dialect;
        this.code = new HiddenCode(dialect, routines);
    }

    /**
     * Takes in a statement that is done.
     *
     * @param number of the statement
     */
    public void done(int number, DialectStatement statement) {
        DialectWords words = DialectWords.of(dialect, statement.text());
        chosen.done(number, words);
        if (words.definesRoutine()) {
            code.define(words);
            temporary(words);
            return;
        }
        switch (words.at(0)) {
            case "SET" -> set(words);
            case "PREPARE" -> lost.add(prepared(words.at(1)));
            case "DEALLOCATE" -> lost.remove(prepared(words.at(words.size() - 1)));
            case "DECLARE" -> lost.add(cursor(words.at(1)));
            case "CLOSE" -> lost.remove(cursor(words.at(1)));
            default -> {
                if (setsByFunction(words) && !(words.at(0).equals("SELECT") && isRepeatable(words))) {
                    always = "a setting (SET_CONFIG)";
                }
                writes(words);
            }
        }
        calls(words);
        numbersGiven |= gives(words);
        temporary(words);
        for (DialectWords hidden : code.runBy(words)) {
            doneOutOfSight(hidden);
        }
    }

    /** Tells whether a statement that is done chose a schema or a role that the rest of what is done left again. */
    public boolean isLeft(int number) {
        return chosen.isLeft(number);
    }

    private void temporary(DialectWords words) {
        boolean changes = words.at(0).equals("ALTER") || words.at(0).equals("RENAME");
        boolean changed = changes && temporary.stream().anyMatch(words::has);
        if (changed || (createsTemporary && words.at(0).equals("CREATE"))) {
            always = "a temporary table";
        }
        TemporaryObjects.droppedBy(words).forEach(temporary::remove);
        temporary.addAll(TemporaryObjects.madeBy(words));
    }

    private void doneOutOfSight(DialectWords hidden) {
        for (int i = 0; i < hidden.size(); i++) {
            if (DialectWords.isVariable(hidden.at(i)) && isAssigned(hidden, i)) {
                remember(hidden.at(i), false);
            }
        }
        if (setsByFunction(hidden)) {
            always = "a setting (SET_CONFIG)";
        }
        numbersGiven |= SessionWords.INSERTS.stream().anyMatch(hidden::has) || gives(hidden);
        temporary.addAll(TemporaryObjects.madeBy(hidden));
        calls(hidden);
    }

    /** Tells whether a setting of PostgreSQL is changed for longer than the transaction. */
    private static boolean setsByFunction(DialectWords words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.at(i).equals("SET_CONFIG") && !words.isLastArgument(i, "TRUE")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAssigned(DialectWords words, int index) {
        boolean set = words.at(index - 1).equals("SET") || words.at(index - 1).equals(",");
        return isWritten(words, index) || (set && words.at(index + 1).equals("="));
    }

    private static String prepared(String name) {
        return "prepared statement " + name;
    }

    private static String cursor(String name) {
        return "cursor " + name;
    }

    private void set(DialectWords words) {
        if (dialect == SqlDialect.MYSQL
                && SessionWords.BEYOND_SESSION.contains(words.at(1).replace("PERSIST_ONLY", "PERSIST"))) {
            return;
        }
        boolean repeatable = isRepeatable(words);
        for (int i = 2; i < words.size(); i++) {
            createsTemporary |=
                    words.at(i).equals("PG_TEMP") && Set.of("=", "TO").contains(words.at(i - 1));
        }
        int depth = 0;
        for (int i = 1; i < words.size(); i++) {
            String word = words.at(i);
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            boolean target = depth == 0 && (i == 1 || words.at(i - 1).equals(",")) && !word.equals("@@GLOBAL");
            if (target && (DialectWords.isVariable(word) || word.equals("VARIABLE"))) {
                remember(word.equals("VARIABLE") ? "@" + words.at(i + 1) : word, repeatable);
            } else if (target && (!repeatable || SessionWords.USED_UP.contains(settingAt(words, i)))) {
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
        boolean any = SessionWords.UNKNOWN.contains(words.at(0));
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
                || (words.at(first - 1).equals("(") && words.at(first - 2).equals("SET"))
                || words.at(first - 1).equals("INTO")
                || (words.at(0).equals("LOAD") && !words.at(index + 1).isEmpty())
                || (words.at(0).equals("GET") && words.at(index + 1).equals("="));
    }

    private void calls(DialectWords words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.isCall(i) && SessionWords.LOCKS.contains(words.at(i))) {
                lost.add("the lock of " + words.at(i));
            } else if (words.isCall(i) && SessionWords.UNLOCKS.contains(words.at(i))) {
                lost.removeIf(name -> name.startsWith("the lock of "));
            }
        }
    }

    private static boolean gives(DialectWords words) {
        return SessionWords.INSERTS.contains(words.at(0))
                || SessionWords.UNKNOWN.contains(words.at(0))
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
            if (SessionWords.VOLATILE.contains(word)
                    || (words.isCall(i) && !SessionWords.PURE.contains(word))
                    || lostVariable) {
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
            code.define(words);
            isFirst = false;
            return Optional.empty();
        }
        Optional<String> missing = missing(words).or(() -> missingOutOfSight(words));
        isFirst = false;
        made(words);
        return missing;
    }

    private Optional<String> missingOutOfSight(DialectWords words) {
        for (DialectWords hidden : code.runBy(words)) {
            Optional<String> table = temporary.stream().filter(hidden::has).findFirst();
            if (table.isPresent()) {
                return table.map(name -> "the temporary table " + name);
            }
            Set<String> assigned = new HashSet<>();
            for (int i = 0; i < hidden.size(); i++) {
                String word = hidden.at(i);
                if (isAssigned(hidden, i)) {
                    assigned.add(word);
                } else if (DialectWords.isVariable(word) && !assigned.contains(word) && isMissing(word)) {
                    return Optional.of(word + ", which a routine, a trigger or an executed text reads,");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> missing(DialectWords words) {
        Optional<String> table = TemporaryObjects.madeBy(words).isEmpty()
                ? temporary.stream().filter(words::has).findFirst()
                : Optional.empty();
        if (table.isPresent()) {
            return table.map(name -> "the temporary table " + name);
        }
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
            if (isFirst && words.isCall(i) && SessionWords.LAST_COUNTS.contains(word)) {
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
        return (words.isCall(index) && SessionWords.LAST_NUMBERS.contains(word))
                || word.equals("CURRVAL")
                || ((word.equals("CURRENT") || word.equals("PREVIOUS"))
                        && words.at(index + 1).equals("VALUE"))
                || word.equals("@@IDENTITY")
                || word.equals("@@LAST_INSERT_ID");
    }

    private void made(DialectWords words) {
        if (words.at(0).equals("PREPARE")) {
            made.add(prepared(words.at(1)));
        } else if (words.at(0).equals("DECLARE")) {
            made.add(cursor(words.at(1)));
        }
        TemporaryObjects.madeBy(words).forEach(temporary::remove);
        boolean sets = words.at(0).equals("SET");
        for (int i = 1; i < words.size(); i++) {
            if (DialectWords.isVariable(words.at(i)) && (isWritten(words, i) || (sets && isTarget(words, i)))) {
                made.add(words.at(i));
            }
        }
        if (sets && words.at(1).equals("VARIABLE")) {
            made.add("@" + words.at(2));
        }
        justInserted = SessionWords.INSERTS.contains(words.at(0)) || words.has("NEXTVAL");
    }
}
