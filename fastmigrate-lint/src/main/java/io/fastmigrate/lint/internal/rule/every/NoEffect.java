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

    private static final Set<String> WORKING_PRAGMAS = Set.of("optimize", "incremental_vacuum", "wal_checkpoint");

    private boolean effective;

    @Override
    public String id() {
        return "X6";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        effective |= switch (statement.verb()) {
            case "SELECT" -> !statement.has("FROM") && statement.text().contains("(");
            case "PRAGMA" -> isLasting(statement.cursor());
            default -> !READING.contains(statement.verb());
        };
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
