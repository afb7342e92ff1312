package io.fastmigrate.lint.internal.rule.every;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.Optional;
import java.util.Set;

/** X4. What the runner itself refuses is found without this class, where scripts are read. */
public final class NoColumnList implements Check {

    private static final Set<String> INSERTING = Set.of("INSERT", "REPLACE", "WITH");

    @Override
    public String id() {
        return "X4";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (!INSERTING.contains(statement.verb())) {
            return;
        }
        Cursor cursor = statement.cursor();
        if (!cursor.skipTo("INTO")) {
            return;
        }
        Optional<Cursor.Name> table = cursor.name();
        if (cursor.accept("AS")) {
            cursor.name();
        }
        boolean listed = cursor.peek().type() == TokenType.OPEN || cursor.peek().is("DEFAULT");
        if (table.isPresent()
                && !listed
                && scope.isLive(table.get())
                && !isOurs(table.get().text())) {
            scope.report(
                    this,
                    statement,
                    table.get().token(),
                    "The INSERT takes the columns of " + table.get().shown()
                            + " as they happen to be: with one more it fails, and in another order it writes into the"
                            + " wrong ones.");
        }
    }

    private static boolean isOurs(String table) {
        return table.startsWith("sqlite_");
    }
}
