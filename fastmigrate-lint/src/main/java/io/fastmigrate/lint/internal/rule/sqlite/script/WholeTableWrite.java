package io.fastmigrate.lint.internal.rule.sqlite.script;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Tokens;

/** S16. */
public final class WholeTableWrite implements Check {

    @Override
    public String id() {
        return "S16";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        StatementFacts facts = statement.facts();
        boolean update = facts.kind() == StatementKind.UPDATE;
        String table = facts.name();
        if ((!update && facts.kind() != StatementKind.DELETE)
                || table == null
                || facts.schema() != null
                || table.startsWith("sqlite_")
                || !scope.state().isLive(table)
                || !isOfAllRows(statement)) {
            return;
        }
        scope.report(
                this,
                statement,
                (update ? "The UPDATE changes" : "The DELETE removes") + " every row of " + table
                        + " in one transaction: no other connection can write to the database until it commits.");
    }

    private static boolean isOfAllRows(Statement statement) {
        Cursor cursor = statement.cursor();
        if (statement.has("LIMIT")
                || (statement.has("FROM") && statement.facts().kind() == StatementKind.UPDATE)) {
            return false;
        }
        return !cursor.skipTo("WHERE") || Tokens.isAlwaysTrue(cursor.rest());
    }
}
