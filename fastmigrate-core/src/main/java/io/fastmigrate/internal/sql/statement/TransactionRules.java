package io.fastmigrate.internal.sql.statement;

import static io.fastmigrate.internal.sql.statement.TransactionRule.CONTROL;
import static io.fastmigrate.internal.sql.statement.TransactionRule.EITHER;
import static io.fastmigrate.internal.sql.statement.TransactionRule.FOREIGN_KEYS;
import static io.fastmigrate.internal.sql.statement.TransactionRule.INSIDE;
import static io.fastmigrate.internal.sql.statement.TransactionRule.OUTSIDE;
import static io.fastmigrate.internal.sql.statement.TransactionRule.RATHER_OUTSIDE;

import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What SQLite does with each statement in a transaction. {@code TransactionRulesTest} tries every row, and every other
 * pragma, against the SQLite that is bundled.
 */
public final class TransactionRules {

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
     * @param source the page that describes it
     */
    record Pragma(String name, TransactionRule rule, Scope scope, String behaviour, String source) {}

    /** Acts without a value too. */
    private static final String CHECKPOINT = "wal_checkpoint";

    static final List<Pragma> PRAGMAS = List.of(
            row("foreign_keys", FOREIGN_KEYS, Scope.DATABASE, "ignored"),
            row("journal_mode", OUTSIDE, Scope.CONNECTION, "to or from WAL refused, else ignored once rows changed"),
            row("synchronous", OUTSIDE, Scope.CONNECTION, "refused"),
            row("temp_store", OUTSIDE, Scope.CONNECTION, "refused once there are temporary tables"),
            row(CHECKPOINT, OUTSIDE, Scope.DATABASE, "refused: the table is locked"),
            row("query_only", OUTSIDE, Scope.CONNECTION, "keeps the version from being set"),
            row("user_version", INSIDE, Scope.DATABASE, "part of the transaction"),
            row("application_id", INSIDE, Scope.DATABASE, "part of the transaction"),
            row("schema_version", INSIDE, Scope.DATABASE, "part of the transaction"),
            row("default_cache_size", INSIDE, Scope.CONNECTION, "part of the transaction"),
            row("defer_foreign_keys", EITHER, Scope.DATABASE, "lasts until the transaction's end"),
            row("optimize", EITHER, Scope.DATABASE, "part of the transaction, but only statistics"),
            row("incremental_vacuum", EITHER, Scope.DATABASE, "part of the transaction, but only free pages"),
            row("page_size", EITHER, Scope.CONNECTION, "waits for VACUUM"),
            row("auto_vacuum", EITHER, Scope.CONNECTION, "waits for VACUUM"),
            row("locking_mode", EITHER, Scope.CONNECTION, "works"),
            row("writable_schema", EITHER, Scope.CONNECTION, "works"),
            row("legacy_alter_table", EITHER, Scope.CONNECTION, "works"));

    /** Read and checked only; what stands in their parentheses is no setting. */
    private static final List<String> QUESTIONS = List.of(
            "table_info",
            "table_xinfo",
            "table_list",
            "index_list",
            "index_info",
            "index_xinfo",
            "foreign_key_list",
            "foreign_key_check",
            "integrity_check",
            "quick_check",
            "database_list",
            "collation_list",
            "compile_options",
            "data_version",
            "freelist_count",
            "function_list",
            "module_list",
            "page_count",
            "pragma_list");

    private static final Map<String, Pragma> BY_NAME = byName();

    private TransactionRules() {}

    private static Pragma row(String name, TransactionRule rule, Scope scope, String behaviour) {
        return new Pragma(name, rule, scope, behaviour, "https://sqlite.org/pragma.html#pragma_" + name);
    }

    private static Map<String, Pragma> byName() {
        Map<String, Pragma> byName = new HashMap<>();
        for (Pragma pragma : PRAGMAS) {
            byName.put(pragma.name(), pragma);
        }
        return byName;
    }

    public static TransactionRule of(StatementFacts facts) {
        return switch (facts.kind()) {
            case BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO -> CONTROL;
            // https://sqlite.org/lang_vacuum.html: "fails if there is an open transaction"
            case VACUUM -> OUTSIDE;
            // https://sqlite.org/lang_detach.html: a database that a transaction uses is locked
            case DETACH -> OUTSIDE;
            case ATTACH -> RATHER_OUTSIDE;
            case PRAGMA -> ofPragma(facts);
            case SELECT, EXPLAIN, ANALYZE, REINDEX -> EITHER;
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
    public static boolean changesConnection(StatementFacts facts) {
        if (facts.temporary() || facts.kind() == StatementKind.ATTACH || facts.kind() == StatementKind.DETACH) {
            return true;
        }
        if (facts.kind() != StatementKind.PRAGMA || facts.value() == null) {
            return false;
        }
        Pragma pragma = BY_NAME.get(pragmaName(facts));
        return pragma == null ? !QUESTIONS.contains(pragmaName(facts)) : pragma.scope() == Scope.CONNECTION;
    }

    /** Tells whether the statement may take away what its connection had: an attached database, or a temporary object. */
    public static boolean mayTakeFromConnection(StatementFacts facts) {
        return switch (facts.kind()) {
            case DETACH -> true;
            case DROP_TABLE, DROP_VIEW, DROP_TRIGGER, ALTER_TABLE ->
                facts.schema() == null || SqliteNames.same(facts.schema(), "temp");
            case PRAGMA -> facts.value() != null && pragmaName(facts).equals("temp_store");
            default -> false;
        };
    }

    public static String pragmaName(StatementFacts facts) {
        return facts.name() == null ? "" : SqliteNames.fold(facts.name());
    }
}
