package io.fastmigrate.lint.internal.rule.mysql.table;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.mysql.AlterTable;
import io.fastmigrate.lint.internal.mysql.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** M7. A table is judged by what the server made of its definition. */
public final class Advice implements Check {

    private record Made(Statement statement, Cursor.Name table) {}

    private final List<Made> made = new ArrayList<>();
    private int line;
    private boolean reported;

    @Override
    public String id() {
        return "M7";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        CreateTable.of(statement).ifPresent(create -> {
            boolean there = scope.knownSchema()
                    .flatMap(schema -> schema.table(create.name()))
                    .isPresent();
            if (!there) {
                made.add(new Made(statement, create.name()));
            }
        });
        if (!changesLiveTable(statement, scope) || reported) {
            return;
        }
        if (line == 0) {
            line = statement.position().line();
        } else {
            reported = true;
            scope.report(
                    this,
                    statement,
                    "If this statement fails, what line " + line
                            + " changed stays, and the application meets a schema between two versions until a run goes on"
                            + " here. Write a script for each.");
        }
    }

    private static boolean changesLiveTable(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        if (cursor.accept("DROP", "TABLE")) {
            cursor.accept("IF", "EXISTS");
            return cursor.name().filter(scope::isLive).isPresent();
        }
        boolean other = (cursor.accept("DROP", "INDEX") && cursor.skipTo("ON")) || cursor.accept("RENAME", "TABLE");
        return other
                ? cursor.name().filter(scope::isLive).isPresent()
                : AlterTable.ofLive(statement, scope).isPresent();
    }

    @Override
    public void end(Scope scope) {
        if (!made.isEmpty() && scope.knownSchema().isEmpty()) {
            scope.undecided(this);
            return;
        }
        made.forEach(each -> scope.knownSchema()
                .flatMap(schema -> schema.table(each.table()))
                .ifPresent(table -> look(table, each, scope)));
    }

    private void look(Table table, Made made, Scope scope) {
        if (table.primaryKey().isEmpty()) {
            report(
                    made,
                    scope,
                    " has no primary key: a replica searches the whole table for each row that is changed. Write one.");
        }
        if (table.options().stream()
                .anyMatch(option -> option.startsWith("ENGINE ") && !option.equals("ENGINE InnoDB"))) {
            report(made, scope, " is not of InnoDB: it has no transactions and no foreign keys. Write ENGINE=InnoDB.");
        }
        for (Column column : table.columns()) {
            advice(column, table).ifPresent(advice -> report(made, scope, "." + column.name() + advice));
        }
    }

    private static Optional<String> advice(Column column, Table table) {
        if (table.options().contains("UTF8MB3 " + column.name())) {
            return Optional.of(" is utf8mb3, which cannot hold every character. Write utf8mb4.");
        }
        if (column.type().startsWith("float") || column.type().startsWith("double")) {
            return Optional.of(" is " + column.type()
                    + ", which keeps only something near a decimal number, so that = fails. Write decimal.");
        }
        return column.defaultValue()
                .filter(value -> value.startsWith("'0000-00-00") || value.startsWith("0000-00-00"))
                .map(
                        value ->
                                " has a zero date as its default, which is no date and fails with NO_ZERO_DATE. Let it be NULL.");
    }

    private void report(Made made, Scope scope, String what) {
        scope.report(this, made.statement(), made.table().token(), made.table().shown() + what);
    }
}
