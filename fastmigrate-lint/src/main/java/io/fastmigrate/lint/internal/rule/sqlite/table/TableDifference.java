package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Key;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Tokens;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;
import io.fastmigrate.lint.internal.sqlite.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a table is before and behind a script that makes it again. */
record TableDifference(TableDefinition before, TableDefinition after, Schema schema) {

    /** Compares a table of two schemas; empty where one of them has none that can be read. */
    static Optional<TableDifference> of(String table, Schema before, Schema after) {
        return TableDefinition.of(table, before)
                .flatMap(old -> TableDefinition.of(table, after).map(made -> new TableDifference(old, made, after)));
    }

    /** Returns the columns that are new. */
    List<ColumnDefinition> added() {
        return after.columns().stream()
                .filter(column -> find(before, column.columnName()).isEmpty())
                .toList();
    }

    /** Returns the columns that are gone. */
    List<ColumnDefinition> removed() {
        return before.columns().stream()
                .filter(column -> find(after, column.columnName()).isEmpty())
                .toList();
    }

    /** Tells whether a column is new, gone, in another place, or of another type, default or nullness. */
    boolean changesColumns() {
        return !folded(before.table().columns()).equals(folded(after.table().columns()));
    }

    /** Tells whether all is as it was but for columns that are new or gone. */
    boolean keepsAllElse() {
        return common(before, after).equals(common(after, before))
                && before.constraints().equals(after.constraints())
                && before.table().options().equals(after.table().options());
    }

    private List<String> common(TableDefinition one, TableDefinition other) {
        return one.columns().stream()
                .filter(column -> find(other, column.columnName()).isPresent())
                .map(column -> schema.fold(column.columnName())
                        + ' '
                        + schema.fold(column.typeText())
                        + ' '
                        + column.constraints().stream()
                                .map(each -> each.kind() + Tokens.text(each.value()))
                                .toList())
                .toList();
    }

    private List<Column> folded(List<Column> columns) {
        return columns.stream()
                .map(column -> new Column(
                        schema.fold(column.name()),
                        schema.fold(column.type()),
                        column.notNull(),
                        column.defaultValue(),
                        column.generated()))
                .toList();
    }

    private Optional<ColumnDefinition> find(TableDefinition table, String column) {
        return table.columns().stream()
                .filter(each -> schema.same(each.columnName(), column))
                .findFirst();
    }

    /** Returns what the new table lacks, but for what names a column that is gone. */
    List<String> lost() {
        List<String> lost = new ArrayList<>();
        lost.addAll(lostKeysAndChecks());
        for (ForeignKey key : before.table().foreignKeys()) {
            boolean kept = after.table().foreignKeys().stream().anyMatch(each -> same(each.columns(), key.columns()));
            if (!kept && haveAll(key.columns())) {
                lost.add("the foreign key to " + key.parent());
            }
        }
        for (ColumnDefinition column : before.columns()) {
            find(after, column.columnName()).ifPresent(now -> lost.addAll(lost(column, now)));
        }
        before.table().options().stream()
                .filter(option -> option.equals("STRICT") || option.equals("AUTOINCREMENT"))
                .filter(option -> !after.table().options().contains(option))
                .sorted()
                .forEach(lost::add);
        return lost;
    }

    /** Tells whether the table counts up by AUTOINCREMENT, as it did: the counter of a new table begins with the rows that are copied. */
    boolean countsAgain() {
        return Stream.of(before, after).allMatch(each -> each.table().options().contains("AUTOINCREMENT"));
    }

    private List<String> lostKeysAndChecks() {
        List<String> lost = new ArrayList<>();
        for (Key key : before.table().keys()) {
            if (haveAll(key.columns()) && !isUnique(key.columns())) {
                lost.add((key.primary() ? "PRIMARY KEY (" : "UNIQUE (") + String.join(", ", key.columns()) + ")");
            }
        }
        for (String check : before.table().checks()) {
            if (!after.table().checks().contains(check) && !namesRemoved(check) && !isReplaced(check)) {
                lost.add("CHECK (" + check + ")");
            }
        }
        return lost;
    }

    private static List<String> lost(ColumnDefinition before, ColumnDefinition after) {
        List<String> lost = new ArrayList<>();
        if (before.find(Kind.GENERATED).isPresent()
                && after.find(Kind.GENERATED).isEmpty()) {
            lost.add("the expression of the generated column " + before.columnName());
        }
        if (after.find(Kind.COLLATE).isEmpty()) {
            before.find(Kind.COLLATE)
                    .map(collation -> Tokens.text(collation.value()))
                    .filter(collation -> !collation.equalsIgnoreCase("BINARY"))
                    .ifPresent(collation -> lost.add("COLLATE " + collation + " of the column " + before.columnName()));
        }
        return lost;
    }

    /** A new CHECK on the same columns says what is true of them now. */
    private boolean isReplaced(String check) {
        Set<String> columns = columns(check);
        return after.table().checks().stream()
                .filter(each -> !before.table().checks().contains(each))
                .anyMatch(each -> columns(each).equals(columns));
    }

    private Set<String> columns(String expression) {
        Set<String> names = names(expression);
        names.retainAll(after.columns().stream()
                .map(column -> schema.fold(column.columnName()))
                .toList());
        return names;
    }

    /** Returns the keys that the table did not have. */
    List<Key> newKeys() {
        return after.table().keys().stream()
                .filter(key -> before.table().keys().stream().noneMatch(old -> same(old.columns(), key.columns())))
                .toList();
    }

    private boolean haveAll(List<String> columns) {
        return columns.stream().allMatch(column -> find(after, column).isPresent());
    }

    private boolean isUnique(List<String> columns) {
        Table table = after.table();
        return table.keys().stream().anyMatch(key -> same(key.columns(), columns))
                || schema.indexes(table.name()).stream()
                        .anyMatch(index -> index.unique() && same(index.columns(), columns));
    }

    private boolean namesRemoved(String expression) {
        Set<String> names = names(expression);
        return removed().stream().anyMatch(column -> names.contains(schema.fold(column.columnName())));
    }

    private Set<String> names(String expression) {
        return Tokens.of(expression, null).stream()
                .filter(token -> token.type() == TokenType.WORD || token.type() == TokenType.QUOTED_NAME)
                .map(token -> schema.fold(token.unquoted()))
                .collect(Collectors.toSet());
    }

    private boolean same(List<String> one, List<String> other) {
        return folded(one, schema).stream()
                .sorted()
                .toList()
                .equals(folded(other, schema).stream().sorted().toList());
    }

    static List<String> folded(List<String> columns, Schema schema) {
        return columns.stream().map(schema::fold).toList();
    }
}
