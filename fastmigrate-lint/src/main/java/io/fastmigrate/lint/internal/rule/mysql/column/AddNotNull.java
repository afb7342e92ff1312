package io.fastmigrate.lint.internal.rule.mysql.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.RowTrial;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.mysql.AlterAction;
import io.fastmigrate.lint.internal.mysql.AlterTable;
import io.fastmigrate.lint.internal.mysql.ColumnDefinition;
import java.util.List;
import java.util.Optional;

/** M2. A row of a copy shows what the server fills in. */
public final class AddNotNull implements Check {

    @Override
    public String id() {
        return "M2";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope)
                .ifPresent(alter -> alter.actions()
                        .forEach(action -> action.addedColumns().stream()
                                .filter(column -> isFilledByServer(column) && !isThere(column, alter, scope))
                                .forEach(column -> report(column, action, alter, statement, scope))));
    }

    private static boolean isFilledByServer(ColumnDefinition column) {
        return column.isNotNull() && !column.hasDefault() && !column.isNumbered() && !column.isGenerated();
    }

    private static boolean isThere(ColumnDefinition column, AlterTable alter, Scope scope) {
        return column.onlyIfMissing()
                && scope.knownSchema()
                        .flatMap(schema -> schema.table(alter.table())
                                .flatMap(table -> table.column(column.name().text(), schema::fold)))
                        .isPresent();
    }

    private void report(
            ColumnDefinition column, AlterAction action, AlterTable alter, Statement statement, Scope scope) {
        String name = "`" + column.name().text().replace("`", "``") + "`";
        Optional<List<String>> tried =
                scope.tryRow(alter.table(), new RowTrial("", action.text(), "1", "CAST(" + name + " AS CHAR)"));
        scope.report(
                this,
                statement,
                column.at("NOT"),
                "Every row of " + alter.table().shown() + " gets " + filled(tried) + " in "
                        + column.name().text() + " without a word, and no one can tell those from real values.");
    }

    private static String filled(Optional<List<String>> tried) {
        return tried.map(values -> values.get(1).isEmpty() ? "''" : values.get(1))
                .orElse("0, '' or a zero date");
    }
}
