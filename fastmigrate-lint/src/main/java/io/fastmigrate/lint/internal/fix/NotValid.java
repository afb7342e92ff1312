package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import io.fastmigrate.lint.internal.postgres.AlterTable.AddedConstraint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Adds constraints with NOT VALID, and validates them in a script behind (P8, P9, P10). */
final class NotValid {

    private static final String ROLE = "-validate";

    private static final Set<String> NO_NAMES = Set.of(
            "CHECK",
            "AND",
            "OR",
            "NOT",
            "IS",
            "NULL",
            "IN",
            "BETWEEN",
            "LIKE",
            "ILIKE",
            "SIMILAR",
            "TO",
            "TRUE",
            "FALSE",
            "ANY",
            "ALL",
            "SOME",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "ARRAY",
            "DISTINCT",
            "FROM",
            "UNKNOWN",
            "ESCAPE");

    private NotValid() {}

    /** Returns why the text is not changed; empty if it is. */
    static Optional<String> add(ScriptText text, Script.Position position) {
        Optional<Statement> statement = text.statementAt(position);
        Optional<AlterTable> alter = statement.flatMap(AlterTable::of);
        Optional<AddedConstraint> constraint = alter.stream()
                .flatMap(each -> each.addedConstraints().stream())
                .filter(each -> statement.get().position(each.start().offset()).equals(position))
                .findFirst();
        if (constraint.isEmpty()) {
            return Optional.of("the constraint is part of a new column; add it by an ALTER TABLE of its table");
        }
        List<Token> definition = constraint.get().definition();
        text.insertBehind(statement.get(), definition.get(definition.size() - 1), " NOT VALID");
        String name = constraint.get().name().map(each -> each.token().text()).orElse("");
        if (name.isEmpty()) {
            name = nameByPostgres(alter.get(), definition);
            text.insertBefore(statement.get(), constraint.get().start(), "CONSTRAINT " + name + " ");
        }
        text.addLater(ROLE, head(alter.get()) + "VALIDATE CONSTRAINT " + name + ";");
        return Optional.empty();
    }

    private static String head(AlterTable alter) {
        return alter.text().substring(0, alter.actions().get(0).get(0).offset()).replaceAll("\\s+", " ");
    }

    /** Returns the name that PostgreSQL gives. A wrong guess makes another schema, and so no script. */
    private static String nameByPostgres(AlterTable alter, List<Token> definition) {
        Cursor cursor = new Cursor(definition);
        String names;
        if (cursor.accept("FOREIGN", "KEY")) {
            names = String.join("_", names(cursor.group())) + "_fkey";
        } else {
            List<String> columns = names(definition);
            names = columns.size() == 1 ? columns.get(0) + "_check" : "check";
        }
        String name = alter.table().text() + "_" + names;
        return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static List<String> names(List<Token> tokens) {
        return IntStream.range(0, tokens.size())
                .filter(i -> !NO_NAMES.contains(tokens.get(i).word()))
                .filter(i -> i + 1 == tokens.size() || tokens.get(i + 1).type() != TokenType.OPEN)
                .filter(i -> i == 0 || !tokens.get(i - 1).isSign("::"))
                .boxed()
                .flatMap(i -> tokens.get(i).name().stream())
                .distinct()
                .toList();
    }

    /** Moves a VALIDATE CONSTRAINT into a script behind. Returns why the text is not changed; empty if it is. */
    static Optional<String> validateLater(ScriptText text, Script.Position position) {
        Optional<Statement> statement = text.statementAt(position);
        Optional<AlterTable> alter = statement.flatMap(AlterTable::of);
        if (alter.isEmpty() || alter.get().actions().size() > 1) {
            return Optional.of("the statement does more than VALIDATE CONSTRAINT");
        }
        text.remove(statement.get());
        text.addLater(ROLE, statement.get().text() + ";");
        return Optional.empty();
    }
}
