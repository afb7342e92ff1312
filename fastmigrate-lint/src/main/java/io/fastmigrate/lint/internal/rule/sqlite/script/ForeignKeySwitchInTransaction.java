package io.fastmigrate.lint.internal.rule.sqlite.script;

import io.fastmigrate.internal.sql.script.TransactionControl;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sql.token.TruthValue;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;

/** S1. The runner has foreign keys off at the start of a script. */
public final class ForeignKeySwitchInTransaction implements Check {

    private final TransactionControl control = new TransactionControl("the script");
    private boolean on;

    @Override
    public String id() {
        return "S1";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        StatementFacts facts = statement.facts();
        control.follow(facts, statement.position());
        String value = facts.value();
        if (facts.kind() != StatementKind.PRAGMA || value == null || !isForeignKeys(facts)) {
            return;
        }
        boolean wanted = TruthValue.of(value);
        if (!control.isOpen()) {
            on = wanted;
        } else if (wanted != on) {
            scope.report(
                    this,
                    statement,
                    "SQLite ignores PRAGMA foreign_keys within a transaction: foreign keys stay "
                            + (on
                                    ? "on, and a DELETE still deletes or changes rows of other tables."
                                    : "off, and a DELETE leaves rows without their parent."));
        }
    }

    private static boolean isForeignKeys(StatementFacts facts) {
        return facts.name() != null && SqliteNames.same(facts.name(), "foreign_keys");
    }
}
