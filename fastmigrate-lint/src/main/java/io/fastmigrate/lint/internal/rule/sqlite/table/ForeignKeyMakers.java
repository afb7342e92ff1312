package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** The statements of a script that make foreign keys, by the tables that have them. */
final class ForeignKeyMakers {

    private final Map<String, Statement> makers = new LinkedHashMap<>();

    /** Looks at a foreign key that is there at the end of the script. */
    interface Look {
        void at(Table table, ForeignKey key, Statement maker, Schema schema);
    }

    /** Takes in a statement. */
    void follow(Statement statement) {
        StatementKind kind = statement.facts().kind();
        boolean defines = kind == StatementKind.CREATE_TABLE || kind == StatementKind.ALTER_TABLE;
        String name = statement.facts().name();
        String renamed = statement.facts().value();
        if (defines && renamed != null && name != null) {
            Statement maker = makers.remove(name);
            if (maker != null) {
                makers.put(renamed, maker);
            }
        } else if (defines && name != null && statement.has("REFERENCES")) {
            makers.put(name, statement);
        }
    }

    void end(Check check, Scope scope, Look look) {
        makers.forEach((name, maker) -> scope.schema(check)
                .ifPresent(schema -> schema.table(name)
                        .ifPresent(table -> table.foreignKeys().forEach(key -> look.at(table, key, maker, schema)))));
    }
}
