package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Key;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;
import io.fastmigrate.lint.internal.sqlite.TableDefinition;
import java.util.List;
import java.util.Optional;

/** S14. */
public final class NullableKey implements Check {

    @Override
    public String id() {
        return "S14";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (statement.facts().kind() == StatementKind.CREATE_TABLE
                && !statement.facts().temporary()) {
            TableDefinition.read(statement.tokens()).ifPresent(made -> look(made, statement, scope));
        }
    }

    private void look(TableDefinition made, Statement statement, Scope scope) {
        Table table = made.table();
        Optional<Key> key = table.primaryKey();
        if (key.isEmpty()
                || table.options().contains("STRICT")
                || table.options().contains("WITHOUT ROWID")) {
            return;
        }
        if (key.get().columns().size() == 1 && isRowId(made, key.get().columns().get(0))) {
            return;
        }
        List<String> nullable = key.get().columns().stream()
                .filter(name -> table.column(name, SqliteNames::fold)
                        .filter(column -> !column.notNull())
                        .isPresent())
                .toList();
        if (!nullable.isEmpty()) {
            boolean number = nullable.size() == 1
                    && table.column(nullable.get(0), SqliteNames::fold)
                            .map(Column::type)
                            .filter(type -> type.equalsIgnoreCase("INT") || type.equalsIgnoreCase("BIGINT"))
                            .isPresent();
            scope.report(
                    this,
                    statement,
                    made.name(),
                    "The primary key of " + table.name() + " accepts NULL in " + String.join(", ", nullable)
                            + ", any number of times"
                            + (number
                                    ? ", and rows that are inserted without it get none: only INTEGER PRIMARY KEY"
                                            + " counts up."
                                    : "."));
        }
    }

    private static boolean isRowId(TableDefinition made, String key) {
        return made.columns().stream()
                .filter(column -> column.columnName().equalsIgnoreCase(key))
                .anyMatch(column -> column.typeText().equalsIgnoreCase("INTEGER") && !isDescending(column));
    }

    private static boolean isDescending(ColumnDefinition column) {
        return column.find(Kind.PRIMARY_KEY).filter(key -> key.has("DESC")).isPresent();
    }
}
