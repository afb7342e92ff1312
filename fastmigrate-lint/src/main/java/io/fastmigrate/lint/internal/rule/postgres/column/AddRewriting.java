package io.fastmigrate.lint.internal.rule.postgres.column;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Effect;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AddedColumn;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import java.util.List;
import java.util.Optional;

/** P3. Whether a type is a domain with a CHECK the server itself says. */
public final class AddRewriting implements Check {

    @Override
    public String id() {
        return "P3";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope)
                .ifPresent(alter -> alter.addedColumns().stream()
                        .filter(column -> !column.isThere(alter, scope))
                        .forEach(column -> find(column, alter, statement, scope)));
    }

    private void find(AddedColumn column, AlterTable alter, Statement statement, Scope scope) {
        boolean numbered = column.isSerial() || column.isIdentity();
        if (!numbered && !column.isStored()) {
            domain(column, alter, statement, scope);
            return;
        }
        Token at = column.isSerial() ? column.definition().get(0) : column.at("GENERATED");
        scope.report(
                this,
                statement,
                at,
                "Every row of " + alter.table().shown() + " is written again with "
                        + (numbered ? "a number of the sequence" : "the value that is computed for it")
                        + ", and no one can read or write the table until the script commits.");
    }

    /** A default that is a call is P1's. */
    private void domain(AddedColumn column, AlterTable alter, Statement statement, Scope scope) {
        boolean call =
                column.defaultValue().stream().flatMap(List::stream).anyMatch(token -> token.type() == TokenType.OPEN);
        if (call || !column.isOfOtherType()) {
            return;
        }
        Optional<Effect> effect = scope.effect(alter.alone(column.action()));
        if (effect.isEmpty()) {
            scope.undecided(this);
        } else if (!effect.get().rewritten().isEmpty()) {
            scope.report(
                    this,
                    statement,
                    column.definition().get(0),
                    "Every row of " + alter.table().shown() + " is written again to check the value that it gets by the"
                            + " domain, and no one can read or write the table until the script commits.");
        }
    }
}
