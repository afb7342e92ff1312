package io.fastmigrate.lint.internal.rule.every;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.RuleSheets;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.Set;

/** X6. */
public final class NoEffect implements Check {

    private static final Set<String> READING = Set.of("SELECT", "VALUES", "EXPLAIN", "BEGIN", "COMMIT", "END", "START");

    private boolean effective;

    @Override
    public String id() {
        return "X6";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        boolean calls = statement.verb().equals("SELECT")
                && !statement.has("FROM")
                && statement.text().contains("(");
        effective |= calls || !READING.contains(statement.verb());
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
