package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;

/** S11. The database itself refuses the statement, and says why. */
public final class DroppedColumn implements Check {

    @Override
    public String id() {
        return "S11";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (dropsColumn(statement)) {
            scope.schema(this);
        }
    }

    @Override
    public void refused(Statement statement, String error, Scope scope) {
        boolean there = !error.startsWith("no such ");
        if (there && dropsColumn(statement)) {
            scope.report(this, statement, "SQLite refuses to drop the column: " + error.strip() + ".");
        }
    }

    private static boolean dropsColumn(Statement statement) {
        if (statement.facts().kind() != StatementKind.ALTER_TABLE) {
            return false;
        }
        Cursor cursor = statement.cursor();
        cursor.accept("ALTER", "TABLE");
        cursor.name();
        return cursor.accept("DROP");
    }
}
