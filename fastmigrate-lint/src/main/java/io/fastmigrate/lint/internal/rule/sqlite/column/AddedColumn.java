package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Tokens;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition;
import java.util.Optional;

/**
 * The column that an ALTER TABLE ... ADD COLUMN adds.
 *
 * @param text its definition
 */
record AddedColumn(String table, ColumnDefinition column, String text) {

    static Optional<AddedColumn> of(Statement statement) {
        if (statement.facts().kind() != StatementKind.ALTER_TABLE) {
            return Optional.empty();
        }
        Cursor cursor = statement.cursor();
        cursor.accept("ALTER", "TABLE");
        Optional<Cursor.Name> table = cursor.name();
        if (table.isEmpty() || !cursor.accept("ADD")) {
            return Optional.empty();
        }
        cursor.accept("COLUMN");
        String text = Tokens.text(cursor.rest());
        return ColumnDefinition.read(cursor.rest())
                .map(column -> new AddedColumn(table.get().text(), column, text));
    }
}
