package io.fastmigrate.lint.internal.rule.postgres.index;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Index;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import io.fastmigrate.lint.internal.postgres.CreateIndex;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** P5. */
public final class BlockingOrder implements Check {

    private final Set<String> made = new HashSet<>();

    @Override
    public String id() {
        return "P5";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        CreateIndex.of(statement).flatMap(CreateIndex::name).ifPresent(name -> made.add(name.text()));
        if (statement.has("CONCURRENTLY")) {
            return;
        }
        Cursor cursor = statement.cursor();
        if (cursor.accept("DROP", "INDEX")) {
            dropIndex(cursor, statement, scope);
        } else if (cursor.accept("REINDEX")) {
            reindex(cursor, statement, scope);
        } else if (cursor.accept("REFRESH", "MATERIALIZED", "VIEW")) {
            cursor.name()
                    .filter(scope::isLive)
                    .ifPresent(view -> report(
                            statement, view.token(), "read " + view.shown() + " until its query is done", scope));
        } else {
            AlterTable.ofLive(statement, scope).ifPresent(alter -> detach(alter, statement, scope));
        }
    }

    private void dropIndex(Cursor cursor, Statement statement, Scope scope) {
        cursor.accept("IF", "EXISTS");
        do {
            cursor.name()
                    .filter(name -> isLiveIndex(name, scope))
                    .ifPresent(name -> report(
                            statement,
                            name.token(),
                            "read or write the table of " + name.shown()
                                    + " from when the statement begins to wait for it until the" + " script commits",
                            scope));
        } while (cursor.accept(TokenType.COMMA));
    }

    /** That of a partitioned table cannot be dropped in another way. */
    private boolean isLiveIndex(Cursor.Name name, Scope scope) {
        if (made.contains(name.text())) {
            return false;
        }
        Optional<Schema> schema = scope.knownSchema();
        Optional<Index> index = schema.flatMap(known -> known.index(name));
        return schema.isEmpty()
                || index.filter(known -> isLiveAndWhole(known.table(), schema.get(), scope))
                        .isPresent();
    }

    private static boolean isLiveAndWhole(String table, Schema schema, Scope scope) {
        return scope.state().isLive(table)
                && schema.table(table)
                        .filter(known -> !known.options().contains(Table.PARTITIONED)
                                && !known.options().contains(Table.TEMPORARY))
                        .isPresent();
    }

    /** An index that no statement made is that of a key. */
    private boolean isOfConstraint(Cursor.Name name, Scope scope) {
        return !made.contains(name.text())
                && scope.knownSchema()
                        .filter(schema -> schema.index(name).isEmpty())
                        .isPresent();
    }

    private void reindex(Cursor cursor, Statement statement, Scope scope) {
        cursor.group();
        Token kind = cursor.next();
        cursor.name()
                .filter(name -> switch (kind.word()) {
                    case "TABLE" -> scope.isLive(name);
                    case "INDEX" -> isLiveIndex(name, scope) || isOfConstraint(name, scope);
                    default -> true;
                })
                .ifPresent(name -> report(
                        statement,
                        name.token(),
                        "write the table, or read it by the index, until " + name.shown() + " is built again",
                        scope));
    }

    private void detach(AlterTable alter, Statement statement, Scope scope) {
        for (Cursor action : alter.cursors()) {
            if (action.accept("DETACH", "PARTITION")) {
                action.name()
                        .filter(name -> !action.accept("FINALIZE"))
                        .ifPresent(name -> report(
                                statement,
                                name.token(),
                                "read or write " + alter.table().shown() + " until the script commits",
                                scope));
            }
        }
    }

    private void report(Statement statement, Token at, String what, Scope scope) {
        scope.report(this, statement, at, "No one can " + what + ".");
    }
}
