package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The statements of a script that make foreign keys, by the tables that have them; tables that end with the session aside. */
final class ForeignKeyMakers {

    private final Map<String, Statement> makers = new LinkedHashMap<>();
    private Optional<Schema> before = Optional.empty();
    private boolean begun;

    /** Tells whether something is wrong with a foreign key. */
    interface Test {
        boolean isWrong(Table table, ForeignKey key, Schema schema);
    }

    /** Reports a foreign key. */
    interface Report {
        void of(Table table, ForeignKey key, Statement maker, Schema schema);
    }

    /** Takes in a statement. */
    void follow(Statement statement, Scope scope) {
        StatementFacts facts = statement.facts();
        if (!begun && !facts.kind().isOfRows() && facts.kind() != StatementKind.PRAGMA) {
            begun = true;
            before = scope.knownSchema();
        }
        boolean defines = facts.kind() == StatementKind.CREATE_TABLE || facts.kind() == StatementKind.ALTER_TABLE;
        String name = facts.name();
        String renamed = facts.value();
        if (defines && renamed != null && name != null) {
            Statement maker = makers.remove(name);
            if (maker != null) {
                makers.put(renamed, maker);
            }
        } else if (defines && name != null && !facts.temporary() && statement.has("REFERENCES")) {
            makers.put(name, statement);
        }
    }

    /** Reports what is wrong at the end of the script and was not so before it. */
    void end(Check check, Scope scope, Test test, Report report) {
        makers.forEach((name, maker) -> scope.schema(check)
                .ifPresent(schema -> schema.table(name)
                        .ifPresent(table -> table.foreignKeys().stream()
                                .filter(key -> test.isWrong(table, key, schema))
                                .filter(key -> !wasWrong(name, key, test))
                                .forEach(key -> report.of(table, key, maker, schema)))));
    }

    private boolean wasWrong(String name, ForeignKey key, Test test) {
        return before.flatMap(schema -> schema.table(name)
                        .filter(table -> table.foreignKeys().stream()
                                .anyMatch(old -> isSame(old, key, schema) && test.isWrong(table, old, schema))))
                .isPresent();
    }

    private static boolean isSame(ForeignKey one, ForeignKey other, Schema schema) {
        return schema.same(one.parent(), other.parent())
                && TableDifference.folded(one.columns(), schema)
                        .equals(TableDifference.folded(other.columns(), schema));
    }
}
