package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Constraint;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * S9. Foreign keys are compared when the script is over. Where it puts rows into the parent itself, the one that the default names is taken
 * to be among them.
 */
public final class AddReference implements Check {

    private final Map<Statement, AddedColumn> added = new LinkedHashMap<>();
    private final Set<String> filled = new HashSet<>();

    @Override
    public String id() {
        return "S9";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (statement.facts().kind() == StatementKind.INSERT
                && statement.facts().name() != null) {
            filled.add(SqliteNames.fold(statement.facts().name()));
        }
        AddedColumn.of(statement)
                .filter(column -> scope.state().mayHaveRows(column.table())
                        && column.column().hasDefault()
                        && column.column().find(Kind.REFERENCES).isPresent())
                .ifPresent(column -> added.put(statement, column));
        added.values().removeIf(column -> drops(statement, column));
    }

    private static boolean drops(Statement statement, AddedColumn column) {
        Cursor cursor = statement.cursor();
        boolean ofTable = cursor.accept("ALTER", "TABLE") && isNamed(cursor, column.table()) && cursor.accept("DROP");
        cursor.accept("COLUMN");
        return ofTable && isNamed(cursor, column.column().columnName());
    }

    private static boolean isNamed(Cursor cursor, String name) {
        return cursor.name()
                .filter(found -> SqliteNames.fold(found.text()).equals(SqliteNames.fold(name)))
                .isPresent();
    }

    @Override
    public void end(Scope scope) {
        added.forEach((statement, column) -> column.column()
                .find(Kind.REFERENCES)
                .filter(reference -> !isFilled(reference))
                .ifPresent(reference -> scope.report(
                        this,
                        statement,
                        reference.keyword(),
                        "Every row of " + column.table() + " refers at once to the parent that the default of "
                                + column.column().columnName()
                                + " names; the script is rolled back where that is missing, and"
                                + " SQLite refuses the statement where foreign keys are on.")));
    }

    private boolean isFilled(Constraint reference) {
        return new Cursor(reference.value())
                .name()
                .filter(parent -> filled.contains(SqliteNames.fold(parent.text())))
                .isPresent();
    }
}
