package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;

/** S4. The database itself refuses the RENAME, and says what names the table. */
public final class RebuildOfNamedTable implements Check {

    @Override
    public String id() {
        return "S4";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (isRename(statement)) {
            scope.schema(this);
        }
    }

    @Override
    public void refused(Statement statement, String error, Scope scope) {
        boolean named = error.startsWith("error in view ") || error.startsWith("error in trigger ");
        if (isRename(statement) && named) {
            scope.report(this, statement, "SQLite refuses the RENAME: " + error + ".");
        }
    }

    private static boolean isRename(Statement statement) {
        return statement.facts().kind() == StatementKind.ALTER_TABLE
                && statement.facts().value() != null;
    }
}
