package io.fastmigrate.lint.internal.rule.postgres.index;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.Set;

/** P6. The runner takes such a script out of its own transaction; one that the script begins remains. */
public final class InTransaction implements Check {

    private static final Set<String> BEGIN = Set.of("BEGIN", "START");
    private static final Set<String> END = Set.of("COMMIT", "END", "ROLLBACK", "ABORT");

    private boolean begun;

    @Override
    public String id() {
        return "P6";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (BEGIN.contains(statement.verb())) {
            begun = true;
        } else if (END.contains(statement.verb()) && !statement.has("TO")) {
            begun = false;
        } else if (begun) {
            Concurrently.in(statement)
                    .ifPresent(
                            at -> scope.report(
                                    this,
                                    statement,
                                    at,
                                    "PostgreSQL refuses the statement, because the script has begun a transaction with BEGIN."));
        }
    }
}
