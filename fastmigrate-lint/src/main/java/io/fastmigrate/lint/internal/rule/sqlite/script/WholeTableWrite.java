package io.fastmigrate.lint.internal.rule.sqlite.script;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Tokens;
import org.jspecify.annotations.Nullable;

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
                || isOfAttached(facts.schema())
                || table.startsWith("sqlite_")
                || !isLive(table, scope)
                || !isOfAllRows(statement)) {
            return;
        }
        scope.report(
                this,
                statement,
                (update ? "The UPDATE changes" : "The DELETE removes") + " every row of " + table
                        + " in one transaction: no other connection can write to the database until it commits.");
    }

    private static boolean isLive(String table, Scope scope) {
        boolean there = scope.knownSchema()
                .map(schema -> schema.table(table).isPresent())
                .orElse(true);
        return there && scope.state().isLive(table);
    }

    private static boolean isOfAttached(@Nullable String schema) {
        return schema != null && !SqliteNames.same(schema, "main");
    }

    /** What is in parentheses, as a query is, leaves no row out. */
    private static boolean isOfAllRows(Statement statement) {
        boolean update = statement.facts().kind() == StatementKind.UPDATE;
        Cursor cursor = statement.cursor();
        boolean distinct = false;
        while (cursor.hasNext() && !cursor.peek().is("WHERE")) {
            boolean joins = update && cursor.peek().is("FROM") && !distinct;
            if (joins || cursor.peek().is("LIMIT")) {
                return false;
            }
            distinct = cursor.peek().is("DISTINCT");
            cursor.skip();
        }
        return !cursor.accept("WHERE") || Tokens.isAlwaysTrue(Cursor.until(cursor.rest(), "RETURNING"));
    }
}
