package io.fastmigrate.lint.internal.rule.postgres.column;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** P16. */
public final class Dropped implements Check {

    private static final Set<String> BEFORE_RELATION =
            Set.of("OR", "REPLACE", "MATERIALIZED", "TEMP", "TEMPORARY", "UNLOGGED", "RECURSIVE");

    private static final Set<String> NO_COLUMN = Set.of("CONSTRAINT", "NOT", "DEFAULT", "EXPRESSION", "IDENTITY");

    private record DroppedView(Statement statement, Cursor.Name name) {}

    private final Set<String> schemas = new HashSet<>();
    private final Set<String> views = new HashSet<>();
    private final List<DroppedView> droppedViews = new ArrayList<>();

    @Override
    public String id() {
        return "P16";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        if (cursor.accept("CREATE", "SCHEMA")) {
            cursor.accept("IF", "NOT", "EXISTS");
            cursor.name().ifPresent(name -> schemas.add(name.text()));
        } else if (cursor.accept("DROP", "TABLE")) {
            names(cursor, name -> {
                if (scope.isLive(name)) {
                    report(statement, name, "table " + name.shown(), "all its rows are lost", scope);
                }
            });
        } else if (cursor.accept("DROP", "VIEW") || cursor.accept("DROP", "MATERIALIZED", "VIEW")) {
            names(cursor, name -> {
                if (isViewLive(name, scope)) {
                    droppedViews.add(new DroppedView(statement, name));
                }
            });
        } else if (cursor.accept("DROP", "SCHEMA")) {
            names(cursor, name -> {
                if (isSchemaLive(name, scope)) {
                    report(statement, name, "schema " + name.shown(), "all its tables are lost", scope);
                }
            });
        } else {
            createdView(statement).ifPresent(name -> views.add(name.text()));
            AlterTable.ofLive(statement, scope)
                    .ifPresent(alter -> alter.cursors().forEach(action -> find(action, alter, statement, scope)));
        }
    }

    /** What the script makes later under the name of a view takes its place. */
    private static Optional<Cursor.Name> createdView(Statement statement) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("CREATE")) {
            return Optional.empty();
        }
        while (BEFORE_RELATION.contains(cursor.peek().word())) {
            cursor.next();
        }
        boolean relation = cursor.accept("VIEW") || cursor.accept("TABLE");
        cursor.accept("IF", "NOT", "EXISTS");
        return relation ? cursor.name() : Optional.empty();
    }

    private boolean isViewLive(Cursor.Name name, Scope scope) {
        return !views.contains(name.text()) && scope.isLive(name);
    }

    @Override
    public void end(Scope scope) {
        droppedViews.stream()
                .filter(dropped -> !views.contains(dropped.name().text()))
                .forEach(dropped -> scope.report(
                        this,
                        dropped.statement(),
                        dropped.name().token(),
                        "Every statement of running code that names the view "
                                + dropped.name().shown() + " fails from the moment on when the script commits."));
    }

    private boolean isSchemaLive(Cursor.Name name, Scope scope) {
        String quoted = '"' + name.text().replace("\"", "\"\"") + '"';
        boolean missing = scope.knownSchema().isPresent()
                && scope.tryOut("CREATE SCHEMA " + quoted).isEmpty();
        return !schemas.contains(name.text()) && !missing;
    }

    private static void names(Cursor cursor, Consumer<Cursor.Name> each) {
        cursor.accept("IF", "EXISTS");
        do {
            cursor.name().ifPresent(each);
        } while (cursor.accept(TokenType.COMMA));
    }

    private void find(Cursor action, AlterTable alter, Statement statement, Scope scope) {
        String table = alter.table().shown();
        if (action.accept("DROP", "CONSTRAINT")) {
            action.accept("IF", "EXISTS");
            action.name()
                    .filter(name -> table(alter, scope)
                            .filter(known -> known.options().contains(Table.NOT_NULL + name.text()))
                            .isPresent())
                    .ifPresent(name ->
                            reportNull(statement, name, "the column of " + name.text() + " in " + table, scope));
        } else if (action.accept("DROP")) {
            boolean column =
                    action.accept("COLUMN") || !NO_COLUMN.contains(action.peek().word());
            action.accept("IF", "EXISTS");
            action.name()
                    .filter(name -> column && has(alter, name.text(), scope))
                    .ifPresent(name -> report(
                            statement, name, "column " + table + "." + name.text(), "its values are lost", scope));
        } else if (action.accept("ALTER")) {
            action.accept("COLUMN");
            action.name()
                    .filter(name -> action.accept("DROP", "NOT", "NULL") && isNotNull(alter, name.text(), scope))
                    .ifPresent(name -> reportNull(statement, name, table + "." + name.text(), scope));
        }
    }

    private static boolean isNotNull(AlterTable alter, String column, Scope scope) {
        return table(alter, scope)
                .flatMap(table -> table.column(column, name -> name))
                .map(Column::notNull)
                .orElse(true);
    }

    private static boolean has(AlterTable alter, String column, Scope scope) {
        Optional<Table> table = table(alter, scope);
        return table.isEmpty() || table.get().column(column, name -> name).isPresent();
    }

    private static Optional<Table> table(AlterTable alter, Scope scope) {
        return scope.knownSchema().flatMap(schema -> schema.table(alter.table()));
    }

    private void reportNull(Statement statement, Cursor.Name name, String column, Scope scope) {
        scope.report(
                this,
                statement,
                name.token(),
                "Running code that relies on a value in " + column + " reads NULL as soon as one is written.");
    }

    private void report(Statement statement, Cursor.Name name, String what, String lost, Scope scope) {
        scope.report(
                this,
                statement,
                name.token(),
                "Every statement of running code that names the " + what + " fails from the moment on when the script"
                        + " commits, and " + lost + ".");
    }
}
