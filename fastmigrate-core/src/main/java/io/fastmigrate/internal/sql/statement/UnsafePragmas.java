package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sql.token.TruthValue;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pragmas that weaken what a script's transaction promises: that a script and its version are kept together or not at
 * all, whatever fails and whenever the power is cut, and that the file is sound after it. Every other pragma leaves the
 * promise as it is: {@code UnsafePragmasTest} tries each, with all sorts of values, against the SQLite that is bundled.
 */
public final class UnsafePragmas {

    /**
     * One row.
     *
     * @param values those that do it; SQLite takes {@code o} for {@code off}, and 8 for 0
     * @param effect what was seen to happen, as the end of a sentence
     * @param advice what to do instead
     */
    public record Row(String pragma, Predicate<String> values, PragmaRisk risk, String effect, String advice) {}

    private static final String LEAVE_OUT =
            "Remove it: a script runs in one transaction, which makes it fast without this setting.";

    static final List<Row> ROWS = List.of(
            new Row(
                    "journal_mode",
                    value -> isBeginningOf(value, "off"),
                    PragmaRisk.REFUSED,
                    "a script that fails half-way cannot be rolled back, and the file may be damaged",
                    LEAVE_OUT),
            new Row(
                    "journal_mode",
                    value -> isBeginningOf(value, "memory"),
                    PragmaRisk.REFUSED,
                    "a program that is killed while the script runs leaves a damaged file",
                    LEAVE_OUT),
            new Row(
                    "synchronous",
                    UnsafePragmas::isSynchronousOff,
                    PragmaRisk.REFUSED,
                    "a power cut can damage the file, even some seconds after the script",
                    LEAVE_OUT),
            new Row(
                    "writable_schema",
                    TruthValue::of,
                    PragmaRisk.CHECKED,
                    "invalid text in sqlite_schema makes the file unreadable",
                    "Put the statements that edit the schema into their own script, which runs in one"
                            + " transaction."),
            new Row(
                    "ignore_check_constraints",
                    TruthValue::of,
                    PragmaRisk.CHECKED,
                    "rows that violate a CHECK are accepted",
                    "Put the statements that need it into their own script, which runs in one transaction."),
            new Row(
                    "schema_version",
                    value -> true,
                    PragmaRisk.RENEWED,
                    "open connections keep using the old schema, and write with it",
                    "Remove it: SQLite counts by itself."),
            ofProcess("hard_heap_limit"),
            ofProcess("soft_heap_limit"),
            ofProcess("temp_store_directory"),
            ofProcess("data_store_directory"));

    /** Pragmas that each attached database has for itself: that of temporary tables is gone with its connection anyway. */
    private static final Set<String> OF_ONE_DATABASE = Set.of("journal_mode", "synchronous", "schema_version");

    private UnsafePragmas() {}

    private static Row ofProcess(String pragma) {
        return new Row(
                pragma,
                value -> true,
                PragmaRisk.REFUSED,
                "every other connection of the same process is changed too, permanently",
                "Remove it, and set it at the start of the program that needs it.");
    }

    /** Returns the row of a statement; null for one that leaves the promise as it is. */
    public static @Nullable Row of(StatementFacts facts) {
        String value = facts.value();
        if (facts.kind() != StatementKind.PRAGMA || !facts.wellFormed() || value == null) {
            return null;
        }
        String name = TransactionRules.pragmaName(facts);
        if (isTemporary(facts) && OF_ONE_DATABASE.contains(name)) {
            return null;
        }
        for (Row row : ROWS) {
            if (row.pragma().equals(name) && row.values().test(value)) {
                return row;
            }
        }
        return null;
    }

    private static boolean isTemporary(StatementFacts facts) {
        return facts.schema() != null && SqliteNames.same(facts.schema(), "temp");
    }

    private static boolean isBeginningOf(String value, String mode) {
        return !value.isEmpty() && mode.startsWith(SqliteNames.fold(value));
    }

    private static boolean isSynchronousOff(String value) {
        if (value.isEmpty() || value.charAt(0) < '0' || value.charAt(0) > '9') {
            return List.of("off", "no", "false").contains(SqliteNames.fold(value));
        }
        long level = TruthValue.number(value) & 7;
        return level == 0 || level == 7;
    }
}
