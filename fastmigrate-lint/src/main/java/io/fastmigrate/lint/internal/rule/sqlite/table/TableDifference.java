package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Key;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a table is before and behind a script that makes it again. */
record TableDifference(Table before, Table after, Schema schema) {

    /** Returns the columns that are new. */
    List<Column> added() {
        return after.columns().stream()
                .filter(column -> find(before, column.name()).isEmpty())
                .toList();
    }

    /** Returns the columns that are gone. */
    List<Column> removed() {
        return before.columns().stream()
                .filter(column -> find(after, column.name()).isEmpty())
                .toList();
    }

    /** Tells whether a column is new, gone, in another place, or of another type, default or nullness. */
    boolean changesColumns() {
        return !folded(before.columns()).equals(folded(after.columns()));
    }

    /** Tells whether the columns that both have are the same. */
    boolean keepsCommonColumns() {
        return folded(before.columns().stream()
                        .filter(column -> find(after, column.name()).isPresent())
                        .toList())
                .equals(folded(after.columns().stream()
                        .filter(column -> find(before, column.name()).isPresent())
                        .toList()));
    }

    /** Tells whether all but the columns is the same. */
    boolean keepsConstraints() {
        return before.keys().size() == after.keys().size()
                && before.checks().equals(after.checks())
                && before.foreignKeys().equals(after.foreignKeys())
                && before.options().equals(after.options());
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

    private Optional<Column> find(Table table, String column) {
        return table.column(column, schema::fold);
    }

    /** Returns what the new table lacks, but for what names a column that is gone. */
    List<String> lost() {
        List<String> lost = new ArrayList<>();
        for (Key key : before.keys()) {
            if (haveAll(key.columns()) && !isUnique(key.columns())) {
                lost.add((key.primary() ? "PRIMARY KEY (" : "UNIQUE (") + String.join(", ", key.columns()) + ")");
            }
        }
        for (String check : before.checks()) {
            if (!after.checks().contains(check) && !namesRemoved(check)) {
                lost.add("CHECK (" + check + ")");
            }
        }
        for (ForeignKey key : before.foreignKeys()) {
            boolean kept = after.foreignKeys().stream().anyMatch(each -> same(each.columns(), key.columns()));
            if (!kept && haveAll(key.columns())) {
                lost.add("the foreign key to " + key.parent());
            }
        }
        for (Column column : before.columns()) {
            boolean plain = find(after, column.name())
                    .filter(now -> now.generated().isEmpty())
                    .isPresent();
            if (column.generated().isPresent() && plain) {
                lost.add("the expression of the generated column " + column.name());
            }
        }
        before.options().stream()
                .filter(option -> option.equals("STRICT") || option.equals("AUTOINCREMENT"))
                .filter(option -> !after.options().contains(option))
                .sorted()
                .forEach(lost::add);
        return lost;
    }

    private boolean haveAll(List<String> columns) {
        return columns.stream().allMatch(column -> find(after, column).isPresent());
    }

    private boolean isUnique(List<String> columns) {
        return after.keys().stream().anyMatch(key -> same(key.columns(), columns))
                || schema.indexes(after.name()).stream()
                        .anyMatch(index -> index.unique() && same(index.columns(), columns));
    }

    private boolean namesRemoved(String expression) {
        List<String> gone = removed().stream().map(Column::name).toList();
        return Tokens.of(expression, null).stream()
                .filter(token -> token.type() == TokenType.WORD || token.type() == TokenType.QUOTED_NAME)
                .map(Token::unquoted)
                .anyMatch(name -> gone.stream().anyMatch(column -> schema.same(column, name)));
    }

    private boolean same(List<String> one, List<String> other) {
        return one.stream()
                .map(schema::fold)
                .sorted()
                .toList()
                .equals(other.stream().map(schema::fold).sorted().toList());
    }
}
