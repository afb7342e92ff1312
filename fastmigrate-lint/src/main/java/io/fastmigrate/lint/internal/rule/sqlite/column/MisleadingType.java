package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition;
import io.fastmigrate.lint.internal.sqlite.TableDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * S13. What SQLite makes of a declared type depends on a few letters in it.
 *
 * @see <a href="https://sqlite.org/datatype3.html#determination_of_column_affinity">Determination of column affinity</a>
 */
public final class MisleadingType implements Check {

    /** A person means text, and SQLite takes what looks like a number for one. */
    private static final Set<String> TEXTS =
            Set.of("STRING", "STR", "UUID", "GUID", "JSON", "JSONB", "XML", "INET", "ENUM", "CITEXT", "URL", "EMAIL");

    private static final Pattern INTEGER = Pattern.compile(
            "(?:TINY|SMALL|MEDIUM|BIG|HUGE|U|UTINY|USMALL|UBIG|UNSIGNED)*" + "INT(?:EGER|\\d+)?(?:UNSIGNED)?");

    private static final Pattern WORDS = Pattern.compile("\\W+");

    @Override
    public String id() {
        return "S13";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        StatementKind kind = statement.facts().kind();
        if (kind == StatementKind.ALTER_TABLE) {
            AddedColumn.of(statement).ifPresent(added -> look(added.column(), statement, scope));
        } else if (kind == StatementKind.CREATE_TABLE) {
            Optional<TableDefinition> table = TableDefinition.read(statement.tokens());
            List<ColumnDefinition> columns = table.filter(
                            made -> !made.table().options().contains("STRICT"))
                    .map(TableDefinition::columns)
                    .orElse(List.of());
            columns.forEach(column -> look(column, statement, scope));
        }
    }

    private void look(ColumnDefinition column, Statement statement, Scope scope) {
        if (column.type().isEmpty()) {
            return;
        }
        String type = column.typeText().toUpperCase(Locale.ROOT);
        String effect = effect(type);
        if (!effect.isEmpty()) {
            scope.report(
                    this,
                    statement,
                    column.type().get(0),
                    "SQLite gives " + column.columnName() + " the affinity " + effect + " because of its type " + type
                            + ": a text that looks like a number, such as '007', is stored as a number.");
        }
    }

    private static String effect(String type) {
        if (type.contains("INT")) {
            boolean meant = WORDS.splitAsStream(type)
                    .filter(word -> word.contains("INT"))
                    .anyMatch(word -> INTEGER.matcher(word).matches());
            return meant ? "" : "INTEGER";
        }
        return TEXTS.contains(type) ? "NUMERIC" : "";
    }
}
