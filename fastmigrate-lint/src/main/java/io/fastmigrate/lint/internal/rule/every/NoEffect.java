package io.fastmigrate.lint.internal.rule.every;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.RuleSheets;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.Locale;
import java.util.Set;

/** X6. */
public final class NoEffect implements Check {

    private static final Set<String> READING = Set.of("VALUES", "EXPLAIN", "BEGIN", "COMMIT", "END", "START");

    /** What these set stays in the database; all else ends with the connection. */
    private static final Set<String> LASTING_PRAGMAS = Set.of(
            "journal_mode",
            "user_version",
            "application_id",
            "auto_vacuum",
            "page_size",
            "encoding",
            "schema_version",
            "writable_schema");

    private static final Set<String> EFFECTIVE_FUNCTIONS = Set.of("SETVAL", "NEXTVAL", "SET_CONFIG", "DBLINK_EXEC");

    private static final Set<String> WORKING_PRAGMAS = Set.of("optimize", "incremental_vacuum", "wal_checkpoint");

    private boolean effective;

    @Override
    public String id() {
        return "X6";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        effective |= switch (statement.verb()) {
            case "SELECT" -> isEffective(statement);
            case "PRAGMA" -> isLasting(statement.cursor());
            default -> !READING.contains(statement.verb());
        };
    }

    /** A function may do anything, but over the rows of a table it is mostly a plain one. */
    private static boolean isEffective(Statement query) {
        return query.has("INTO")
                || (!query.has("FROM") && query.text().contains("("))
                || EFFECTIVE_FUNCTIONS.stream().anyMatch(query::has);
    }

    private static boolean isLasting(Cursor cursor) {
        cursor.next();
        String pragma =
                cursor.name().map(name -> name.text().toLowerCase(Locale.ROOT)).orElse("");
        return WORKING_PRAGMAS.contains(pragma) || (LASTING_PRAGMAS.contains(pragma) && cursor.hasNext());
    }

    @Override
    public void skipped(Statement statement) {
        effective = true;
    }

    @Override
    public void end(Scope scope) {
        if (!effective) {
            scope.report(
                    this,
                    Script.Position.START,
                    "The script changes nothing: it only raises the version.",
                    RuleSheets.of(id()).safeWay());
        }
    }
}
