package io.fastmigrate.lint.internal.rule.mysql.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.RowTrial;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.mysql.AlterAction;
import io.fastmigrate.lint.internal.mysql.AlterTable;
import io.fastmigrate.lint.internal.mysql.ColumnDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** M5. A copy gets a row with a value that the old type can just hold, and shows what is left of it. In strict mode the server refuses that. */
public final class NarrowedColumn implements Check {

    private static final List<String> NUMBERS = List.of("9e99", "-9e99");
    private static final List<String> TIMES = List.of("'9999-12-31 23:59:59.999999'");
    private static final List<String> TEXTS = List.of("REPEAT(_utf8mb4 X'F09F9880', 20000)", "REPEAT('x', 70000)");

    private static final Set<String> OF_NUMBERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year");

    private static final Set<String> OF_TIMES = Set.of("date", "datetime", "timestamp");

    private static final Set<String> OF_TEXTS = Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");

    private static final int MOST_VALUES = 64;

    @Override
    public String id() {
        return "M5";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope)
                .ifPresent(alter -> alter.actions().forEach(action -> {
                    boolean converts = action.cursor().accept("CONVERT", "TO");
                    if (converts || action.changedColumn().isPresent()) {
                        scope.schema(this)
                                .ifPresent(schema -> schema.table(alter.table())
                                        .ifPresent(table -> changed(action, table, schema)
                                                .filter(column -> isLossy(column, action, alter, scope))
                                                .findFirst()
                                                .ifPresent(column -> report(column, action, alter, statement, scope))));
                    }
                }));
    }

    private static Stream<Column> changed(AlterAction action, Table table, Schema schema) {
        return action.changedName().isPresent()
                ? table.column(action.changedName().get().text(), schema::fold).stream()
                : table.columns().stream().filter(column -> OF_TEXTS.contains(type(column)));
    }

    private static String type(Column column) {
        return column.type().split("[ (]", 2)[0];
    }

    private static boolean isLossy(Column column, AlterAction action, AlterTable alter, Scope scope) {
        String old = quoted(column.name());
        String now = action.changedColumn()
                .map(ColumnDefinition::name)
                .map(name -> quoted(name.text()))
                .orElse(old);
        return values(column)
                .map(value -> new RowTrial(
                        old + " = " + value, action.text(), "CAST(" + old + " AS CHAR)", "CAST(" + now + " AS CHAR)"))
                .map(trial -> scope.tryRow(alter.table(), trial))
                .flatMap(Optional::stream)
                .anyMatch(texts -> isLost(texts.get(0), texts.get(1)));
    }

    /** More decimals or a time of day behind it lose nothing. */
    private static boolean isLost(String before, String after) {
        return !before.equals("null") && !after.startsWith(before);
    }

    private static Stream<String> values(Column column) {
        String type = type(column);
        if (type.equals("enum") || type.equals("set")) {
            int most = Math.min(column.type().split(",", -1).length, MOST_VALUES);
            return IntStream.rangeClosed(1, most)
                    .mapToObj(i -> type.equals("enum") ? String.valueOf(i) : "1 << " + (i - 1));
        }
        return OF_NUMBERS.contains(type)
                ? NUMBERS.stream()
                : OF_TIMES.contains(type) ? TIMES.stream() : OF_TEXTS.contains(type) ? TEXTS.stream() : Stream.empty();
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private void report(Column column, AlterAction action, AlterTable alter, Statement statement, Scope scope) {
        Token at = action.changedColumn()
                .map(changed -> changed.definition().get(0))
                .orElse(action.start());
        scope.report(
                this,
                statement,
                at,
                "Values of " + alter.table().shown() + "." + column.name()
                        + " that do not fit any more are cut or replaced without an error, because the session is not in"
                        + " strict mode.");
    }
}
