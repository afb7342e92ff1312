package io.fastmigrate.lint.internal.rule.mysql.table;

import io.fastmigrate.lint.internal.frame.Alteration;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.mysql.AlterTable;
import io.fastmigrate.lint.internal.mysql.SlowAction;
import java.util.List;

/** M1. The server itself says whether it has to copy the table. */
public final class CopiedTable implements Check {

    @Override
    public String id() {
        return "M1";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        List<SlowAction> slow = SlowAction.of(statement, scope).stream()
                .filter(each -> each.kind() == SlowAction.Kind.OTHER)
                .toList();
        if (slow.stream().anyMatch(each -> each.alteration().isEmpty())) {
            scope.undecided(this);
            return;
        }
        slow.stream()
                .filter(each -> each.alteration().filter(Alteration::copied).isPresent())
                .forEach(each -> scope.report(this, statement, each.action().start(), each.work() + "."));
        if (slow.isEmpty()) {
            AlterTable.ofLive(statement, scope)
                    .flatMap(alter -> alter.clause("ALGORITHM"))
                    .filter(token -> token.is("COPY"))
                    .ifPresent(token -> scope.report(
                            this,
                            statement,
                            token,
                            "The table is copied, because the statement says so: every row is written into a new table,"
                                    + " and the server may make others wait that write to it."));
        }
    }
}
