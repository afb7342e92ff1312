package io.fastmigrate.lint.internal.rule.sqlite.script;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sql.token.TruthValue;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.util.List;

/** S5. DROP TABLE is not meant: the runner sees to it that it changes no other table. */
public final class Cascade implements Check {

    private boolean on;

    @Override
    public String id() {
        return "S5";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        StatementFacts facts = statement.facts();
        if (facts.kind() == StatementKind.PRAGMA
                && facts.value() != null
                && facts.name() != null
                && SqliteNames.same(facts.name(), "foreign_keys")) {
            on = TruthValue.of(facts.value());
        }
        boolean enforced = scope.plan().isTransactional() ? scope.plan().foreignKeysOn() : on;
        String table = facts.name();
        if (enforced && table != null && (facts.kind() == StatementKind.DELETE || facts.replaces())) {
            scope.schema(this).ifPresent(schema -> look(statement, table, schema, scope));
        }
    }

    private void look(Statement statement, String table, Schema schema, Scope scope) {
        List<String> losing = schema.tables().stream()
                .flatMap(child -> child.foreignKeys().stream()
                        .filter(key -> schema.same(key.parent(), table))
                        .filter(key -> key.onDelete().equals("CASCADE")
                                || key.onDelete().startsWith("SET "))
                        .map(key -> effect(child, key.onDelete())))
                .distinct()
                .toList();
        if (!losing.isEmpty()) {
            scope.report(
                    this,
                    statement,
                    "Foreign keys are on, so what is deleted from " + table + " " + String.join(", and ", losing)
                            + ".");
        }
    }

    private static String effect(Table child, String action) {
        return action.equals("CASCADE")
                ? "deletes the rows of " + child.name() + " that refer to it"
                : "takes the reference from the rows of " + child.name();
    }
}
