package io.fastmigrate.sql;

import static io.fastmigrate.sql.TransactionRule.CONTROL;
import static io.fastmigrate.sql.TransactionRule.EITHER;
import static io.fastmigrate.sql.TransactionRule.FOREIGN_KEYS;
import static io.fastmigrate.sql.TransactionRule.INSIDE;
import static io.fastmigrate.sql.TransactionRule.OUTSIDE;
import static io.fastmigrate.sql.TransactionRule.RATHER_OUTSIDE;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What SQLite does with each statement in a transaction. {@code TransactionRulesTest} tries every row, and every other
 * pragma, against the SQLite that is bundled.
 */
final class TransactionRules {

    /** What a pragma changes once it has a value, or, for those that act without one, at all. */
    enum Scope {
        /** The connection, also after the transaction. */
        CONNECTION,
        /** The content or header of the database file, or nothing that lasts. */
        DATABASE
    }

    /**
     * One row.
     *
     * @param behaviour what SQLite does with it in a transaction
     * @param source the page that says so, below {@code https://sqlite.org/}
     */
    record Pragma(String name, TransactionRule rule, Scope scope, String behaviour, String source) {}

    /** Acts without a value too. */
    private static final String CHECKPOINT = "wal_checkpoint";

    static final List<Pragma> PRAGMAS = List.of(
            row("foreign_keys", FOREIGN_KEYS, Scope.DATABASE, "ignored", "pragma.html#pragma_foreign_keys"),
            row("journal_mode", OUTSIDE, Scope.CONNECTION, "refused or ignored", "pragma.html#pragma_journal_mode"),
            row("synchronous", OUTSIDE, Scope.CONNECTION, "refused", "pragma.html#pragma_synchronous"),
            row("temp_store", OUTSIDE, Scope.CONNECTION, "refused once there are temporary tables", "tempfiles.html"),
            row(CHECKPOINT, OUTSIDE, Scope.DATABASE, "refused (locked)", "pragma.html#pragma_wal_checkpoint"),
            row("page_size", OUTSIDE, Scope.CONNECTION, "waits for VACUUM", "pragma.html#pragma_page_size"),
            row("auto_vacuum", OUTSIDE, Scope.CONNECTION, "waits for VACUUM", "pragma.html#pragma_auto_vacuum"),
            row("locking_mode", OUTSIDE, Scope.CONNECTION, "locks kept past it", "pragma.html#pragma_locking_mode"),
            row("query_only", OUTSIDE, Scope.CONNECTION, "bars the version", "pragma.html#pragma_query_only"),
            row("defer_foreign_keys", INSIDE, Scope.DATABASE, "lasts until COMMIT", "pragma.html#pragma_defer_foreign_keys"),
            row("user_version", INSIDE, Scope.DATABASE, "part of it", "pragma.html#pragma_user_version"),
            row("application_id", INSIDE, Scope.DATABASE, "part of it", "pragma.html#pragma_application_id"),
            row("schema_version", INSIDE, Scope.DATABASE, "part of it", "pragma.html#pragma_schema_version"),
            row("incremental_vacuum", INSIDE, Scope.DATABASE, "part of it", "pragma.html#pragma_incremental_vacuum"),
            row("default_cache_size", INSIDE, Scope.CONNECTION, "part of it", "pragma.html#pragma_default_cache_size"),
            row("optimize", INSIDE, Scope.DATABASE, "part of it", "pragma.html#pragma_optimize"),
            row("writable_schema", INSIDE, Scope.CONNECTION, "works", "pragma.html#pragma_writable_schema"),
            row("legacy_alter_table", INSIDE, Scope.CONNECTION, "works", "pragma.html#pragma_legacy_alter_table"),
            row("recursive_triggers", INSIDE, Scope.CONNECTION, "works", "pragma.html#pragma_recursive_triggers"),
            row("ignore_check_constraints", INSIDE, Scope.CONNECTION, "works", "pragma.html#pragma_ignore_check_constraints"),
            row("case_sensitive_like", INSIDE, Scope.CONNECTION, "works", "pragma.html#pragma_case_sensitive_like"));

    /** Read and checked only; what stands in their parentheses is no setting. */
    private static final List<String> QUESTIONS = List.of(
            "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
            "foreign_key_check", "integrity_check", "quick_check", "database_list", "collation_list", "compile_options",
            "data_version", "freelist_count", "function_list", "module_list", "page_count", "pragma_list");

    private static final Map<String, Pragma> BY_NAME =
            PRAGMAS.stream().collect(Collectors.toUnmodifiableMap(Pragma::name, Function.identity()));

    private TransactionRules() {}

    private static Pragma row(String name, TransactionRule rule, Scope scope, String behaviour, String source) {
        return new Pragma(name, rule, scope, behaviour, "https://sqlite.org/" + source);
    }

    static TransactionRule of(StatementFacts facts) {
        return switch (facts.kind()) {
            case BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO -> CONTROL;
            // https://sqlite.org/lang_vacuum.html: "fails if there is an open transaction"
            case VACUUM -> OUTSIDE;
            // https://sqlite.org/lang_detach.html: a database that a transaction uses is locked
            case DETACH -> OUTSIDE;
            case ATTACH -> RATHER_OUTSIDE;
            case PRAGMA -> ofPragma(facts);
            case SELECT, EXPLAIN -> EITHER;
            default -> INSIDE;
        };
    }

    private static TransactionRule ofPragma(StatementFacts facts) {
        if (!facts.wellFormed()) {
            return INSIDE;
        }
        Pragma pragma = BY_NAME.get(pragmaName(facts));
        if (pragma == null || (facts.value() == null && !pragma.name().equals(CHECKPOINT))) {
            return EITHER;
        }
        return pragma.rule();
    }

    /** Tells whether the statement leaves a trace on the connection that outlives the transaction. */
    static boolean changesConnection(StatementFacts facts) {
        if (facts.temporary() || facts.kind() == StatementKind.ATTACH || facts.kind() == StatementKind.DETACH) {
            return true;
        }
        if (facts.kind() != StatementKind.PRAGMA || facts.value() == null) {
            return false;
        }
        Pragma pragma = BY_NAME.get(pragmaName(facts));
        return pragma == null ? !QUESTIONS.contains(pragmaName(facts)) : pragma.scope() == Scope.CONNECTION;
    }

    static String pragmaName(StatementFacts facts) {
        return facts.name() == null ? "" : facts.name().toLowerCase(Locale.ROOT);
    }

    /** Reads a pragma's value as SQLite reads a truth value: what it does not know is false. */
    static boolean isOn(String value) {
        if (!value.isEmpty() && value.charAt(0) >= '0' && value.charAt(0) <= '9') {
            return startsWithNonZero(value);
        }
        return List.of("on", "yes", "true").contains(value.toLowerCase(Locale.ROOT));
    }

    private static boolean startsWithNonZero(String number) {
        int i = 0;
        while (i < number.length() && number.charAt(i) == '0') {
            i++;
        }
        return i < number.length() && number.charAt(i) >= '1' && number.charAt(i) <= '9';
    }
}
