package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Index;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** S22. Looked at when the script is over: an index may come behind the table. */
public final class ForeignKeyIndex implements Check {

    private static final Pattern NOT_NULL =
            Pattern.compile("[\"`\\[]?([^\"`\\[\\]()]+?)[\"`\\]]? (?:IS NOT NULL|NOTNULL)", Pattern.CASE_INSENSITIVE);

    private final ForeignKeyMakers makers = new ForeignKeyMakers();

    @Override
    public String id() {
        return "S22";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        makers.follow(statement, scope);
    }

    @Override
    public void end(Scope scope) {
        makers.end(
                this,
                scope,
                ForeignKeyIndex::isWithout,
                (table, key, maker, schema) -> scope.report(
                        this,
                        maker,
                        "The foreign key of " + table.name() + " (" + String.join(", ", key.columns())
                                + ") has no index: SQLite reads all of " + table.name()
                                + " for each row that is deleted from "
                                + key.parent() + "."));
    }

    private static boolean isWithout(Table table, ForeignKey key, Schema schema) {
        return table.keys().stream().noneMatch(each -> begins(each.columns(), key.columns(), schema))
                && schema.indexes(table.name()).stream()
                        .noneMatch(index ->
                                holdsAll(index, key, schema) && begins(index.columns(), key.columns(), schema));
    }

    /** A partial index is of use only if no more than NULL is left out. */
    private static boolean holdsAll(Index index, ForeignKey key, Schema schema) {
        Matcher column = NOT_NULL.matcher(index.predicate());
        return index.predicate().isEmpty()
                || (column.matches()
                        && key.columns().stream().map(schema::fold).anyMatch(schema.fold(column.group(1))::equals));
    }

    /** The columns of a key may be in any order. */
    private static boolean begins(List<String> index, List<String> key, Schema schema) {
        return index.size() >= key.size()
                && index.subList(0, key.size()).stream()
                        .map(schema::fold)
                        .sorted()
                        .toList()
                        .equals(key.stream().map(schema::fold).sorted().toList());
    }
}
