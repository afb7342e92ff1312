package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.SchemaText;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * S21. At the end of the script, SQLite is asked to read each view and to write each table that has a trigger. What could not be used before the
 * script is not of it.
 */
public final class MissingName implements Check {

    private static final Set<StatementKind> KINDS = EnumSet.of(
            StatementKind.CREATE_TABLE,
            StatementKind.ALTER_TABLE,
            StatementKind.CREATE_VIEW,
            StatementKind.CREATE_TRIGGER,
            StatementKind.DROP_TABLE,
            StatementKind.DROP_VIEW);

    /** The statements that may be the reason, in their order. */
    private final List<Statement> suspects = new ArrayList<>();

    private Map<String, String> before = Map.of();

    @Override
    public String id() {
        return "S21";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        StatementKind kind = statement.facts().kind();
        boolean ofTable = kind == StatementKind.CREATE_TABLE || kind == StatementKind.ALTER_TABLE;
        if (KINDS.contains(kind) && (!ofTable || statement.has("REFERENCES"))) {
            if (suspects.isEmpty()) {
                before = scope.schema(this)
                        .map(schema -> unusable(schema, scope))
                        .orElse(Map.of());
            }
            suspects.add(statement);
        }
    }

    @Override
    public void end(Scope scope) {
        // Repeatable scripts run in an order that follows what they name, and are read here in that of their names.
        if (suspects.isEmpty() || scope.script().isRepeatable()) {
            return;
        }
        Optional<Schema> schema = scope.schema(this);
        if (schema.isPresent()) {
            unusable(schema.get(), scope).forEach((object, message) -> {
                if (!before.containsKey(object)) {
                    Statement maker = maker(object, schema.get());
                    scope.report(this, maker, message);
                }
            });
        }
    }

    /** Returns the last statement that makes the object; the last one that drops something if the script does not make it. */
    private Statement maker(String object, Schema schema) {
        Statement maker = suspects.get(suspects.size() - 1);
        for (Statement each : suspects) {
            StatementKind kind = each.facts().kind();
            String name = each.facts().name();
            boolean drops = kind == StatementKind.DROP_TABLE || kind == StatementKind.DROP_VIEW;
            boolean makes = !drops && name != null && object.endsWith(" " + schema.fold(name));
            if (makes) {
                return each;
            }
            if (drops || kind == StatementKind.CREATE_TRIGGER) {
                maker = each;
            }
        }
        return maker;
    }

    /** Returns what is wrong with views, triggers and foreign keys, by the kind and name of each. */
    private static Map<String, String> unusable(Schema schema, Scope scope) {
        Map<String, String> unusable = new LinkedHashMap<>();
        for (SchemaText view : schema.views()) {
            missing(scope, "SELECT * FROM " + quoted(view.name()))
                    .ifPresent(error -> unusable.put(
                            "view " + schema.fold(view.name()),
                            "The view " + view.name() + " cannot be read: " + error + "."));
        }
        Set<String> triggered = schema.triggers().stream()
                .map(trigger -> schema.fold(trigger.table()))
                .collect(Collectors.toSet());
        for (Table table : schema.tables()) {
            String name = schema.fold(table.name());
            if (triggered.contains(name)) {
                writes(table).stream()
                        .flatMap(write -> missing(scope, write).stream())
                        .findFirst()
                        .ifPresent(error -> unusable.put(
                                "trigger of " + name,
                                "Writes to " + table.name() + " fail in its trigger: " + error + "."));
            }
            table.foreignKeys().stream()
                    .filter(key -> schema.table(key.parent()).isEmpty())
                    .forEach(key -> unusable.put(
                            "foreign key to " + schema.fold(key.parent()) + " of " + name,
                            "Writes to " + table.name()
                                    + " fail where foreign keys are on, because its foreign key names " + key.parent()
                                    + ", and there is no such table."));
        }
        return unusable;
    }

    private static List<String> writes(Table table) {
        String name = quoted(table.name());
        String columns = table.columns().stream()
                .filter(column -> column.generated().isEmpty())
                .map(Column::name)
                .map(column -> quoted(column) + " = NULL")
                .collect(Collectors.joining(", "));
        return List.of(
                "INSERT INTO " + name + " DEFAULT VALUES", "UPDATE " + name + " SET " + columns, "DELETE FROM " + name);
    }

    /** A function that is not there may be one that the application brings. */
    private static Optional<String> missing(Scope scope, String sql) {
        return scope.tryOut(sql).filter(error -> error.contains("no such table") || error.contains("no such column"));
    }

    private static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }
}
