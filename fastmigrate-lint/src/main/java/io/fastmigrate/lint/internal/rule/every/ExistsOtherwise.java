package io.fastmigrate.lint.internal.rule.every;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** X2. Only for databases whose schema is known by its statements, as SQLite's is. */
public final class ExistsOtherwise implements Check {

    @Override
    public String id() {
        return "X2";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("CREATE")
                || cursor.peek().is("TEMP")
                || cursor.peek().is("TEMPORARY")) {
            return;
        }
        cursor.accept("UNIQUE");
        String kind = cursor.next().word();
        if (!cursor.accept("IF", "NOT", "EXISTS")) {
            return;
        }
        Optional<Cursor.Name> name = cursor.name();
        Optional<Schema> schema = scope.schema(this);
        if (name.isPresent() && schema.isPresent()) {
            String made = definition(statement.tokens());
            sql(kind, name.get().text(), schema.get())
                    .map(sql -> definition(Tokens.of(sql, null)))
                    .filter(there -> !there.equals(made))
                    .ifPresent(there -> scope.report(this, statement, name.get().token(), message(name.get())));
        }
    }

    static String message(Cursor.Name name) {
        return "The statement does nothing, because " + name.shown() + " is there already, with another definition.";
    }

    private static Optional<String> sql(String kind, String name, Schema schema) {
        return switch (kind) {
            case "TABLE" -> schema.table(name).flatMap(table -> schema.sql(table.name()));
            case "INDEX" -> schema.index(name).map(index -> index.sql());
            case "VIEW" ->
                schema.views().stream()
                        .filter(view -> schema.same(view.name(), name))
                        .map(view -> view.sql())
                        .findFirst();
            case "TRIGGER" ->
                schema.triggers().stream()
                        .filter(trigger -> schema.same(trigger.name(), name))
                        .map(trigger -> trigger.sql())
                        .findFirst();
            default -> Optional.empty();
        };
    }

    /** Returns what is behind the name, so that two spellings of it are one. */
    private static String definition(List<Token> tokens) {
        Cursor cursor = new Cursor(tokens);
        boolean unique = cursor.accept("CREATE") && cursor.accept("UNIQUE");
        cursor.next();
        cursor.accept("IF", "NOT", "EXISTS");
        cursor.name();
        return unique + Tokens.text(cursor.rest()).toLowerCase(Locale.ROOT).replace("\"", "");
    }
}
