package io.fastmigrate.lint.internal.rule.mysql.table;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.mysql.AlterAction;
import io.fastmigrate.lint.internal.mysql.AlterTable;
import io.fastmigrate.lint.internal.mysql.CreateTable;
import java.util.ArrayList;
import java.util.List;

/** M6. What the server made of REFERENCES is looked up behind the statement. */
public final class IgnoredForeignKey implements Check {

    /** REFERENCES as it is written for a column, or for the first one of several. */
    private record Written(Statement statement, Token at, Cursor.Name table, String column) {}

    private final List<Written> written = new ArrayList<>();

    @Override
    public String id() {
        return "M6";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        end(scope);
        CreateTable.of(statement)
                .ifPresent(create -> create.parts().forEach(part -> add(statement, create.name(), part)));
        AlterTable.of(statement).ifPresent(alter -> {
            for (AlterAction action : alter.actions()) {
                Cursor cursor = action.cursor();
                if (cursor.accept("ADD")) {
                    cursor.accept("COLUMN");
                    cursor.accept("IF", "NOT", "EXISTS");
                    add(statement, alter.table(), cursor.rest());
                }
            }
        });
        if (!written.isEmpty() && scope.knownSchema().isEmpty()) {
            scope.undecided(this);
            written.clear();
        }
    }

    private void add(Statement statement, Cursor.Name table, List<Token> definition) {
        Cursor cursor = new Cursor(definition);
        Token at = definition.stream()
                .filter(token -> token.is("REFERENCES"))
                .findFirst()
                .orElse(null);
        if (at == null) {
            return;
        }
        boolean constraint = cursor.skipTo("FOREIGN", "KEY");
        while (constraint && cursor.hasNext() && cursor.peek().type() != TokenType.OPEN) {
            cursor.next();
        }
        new Cursor(constraint ? cursor.group() : definition)
                .name()
                .ifPresent(column -> written.add(new Written(statement, at, table, column.text())));
    }

    @Override
    public void end(Scope scope) {
        scope.knownSchema().ifPresent(schema -> {
            for (Written each : written) {
                schema.table(each.table())
                        .filter(table -> isMissing(table, each.column(), schema))
                        .ifPresent(table -> scope.report(
                                this,
                                each.statement(),
                                each.at(),
                                "The server reads this and makes no foreign key: " + table.name() + "." + each.column()
                                        + " takes any value."));
            }
        });
        written.clear();
    }

    private static boolean isMissing(Table table, String column, Schema schema) {
        return table.column(column, schema::fold).isPresent()
                && table.foreignKeys().stream()
                        .noneMatch(key -> schema.same(key.columns().get(0), column));
    }
}
