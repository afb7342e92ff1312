package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Token;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** P22. */
public final class EmptiedTables implements Check {

    @Override
    public String id() {
        return "P22";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        Optional<Token> cascade = statement.find("CASCADE");
        if (!cursor.accept("TRUNCATE") || cascade.isEmpty()) {
            return;
        }
        cursor.accept("TABLE");
        Set<String> named = new TreeSet<>();
        do {
            cursor.accept("ONLY");
            cursor.name().filter(scope::isLive).ifPresent(name -> named.add(name.text()));
        } while (cursor.accept(TokenType.COMMA));
        Optional<Schema> schema = scope.knownSchema();
        Set<String> lost = schema.map(known -> lost(named, known.tables())).orElse(Set.of());
        if (!named.isEmpty() && (schema.isEmpty() || !lost.isEmpty())) {
            String parents = String.join(", ", named);
            scope.report(
                    this,
                    statement,
                    cascade.get(),
                    lost.isEmpty()
                            ? "All rows of every table with a foreign key to " + parents + " are lost, too."
                            : "All rows of " + String.join(", ", lost) + " are lost, too, because of a foreign key to "
                                    + parents + ".");
        }
    }

    /** Returns the tables that refer to these, and those that refer to them in turn. */
    private static Set<String> lost(Set<String> named, Collection<Table> tables) {
        Set<String> emptied = new HashSet<>(named);
        boolean more = true;
        while (more) {
            more = false;
            for (Table table : tables) {
                boolean refers = table.foreignKeys().stream().anyMatch(key -> emptied.contains(simple(key.parent())));
                more |= refers && emptied.add(table.name());
            }
        }
        Set<String> lost = new TreeSet<>(emptied);
        lost.removeAll(named);
        return lost;
    }

    /** Returns a name without its schema and its quotes. */
    private static String simple(String shown) {
        return shown.endsWith("\"")
                ? shown.replaceFirst("^(?:.*\\.)?\"(.*)\"$", "$1")
                : shown.substring(shown.lastIndexOf('.') + 1);
    }
}
