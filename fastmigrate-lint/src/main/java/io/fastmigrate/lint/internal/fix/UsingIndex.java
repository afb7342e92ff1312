package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import io.fastmigrate.lint.internal.postgres.AlterTable.AddedConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds the index of a UNIQUE or PRIMARY KEY constraint before it, CONCURRENTLY in its own script (P12). */
final class UsingIndex {

    private static final Pattern HEAD = Pattern.compile("(?is)ALTER\\s+TABLE\\s+(?:ONLY\\s+)?([^*/]+?)\\s+");
    private static final List<String> OF_CONSTRAINT = List.of("NOT", "DEFERRABLE", "INITIALLY");

    private UsingIndex() {}

    /** Returns why the text is not changed; empty if it is. */
    static Optional<String> apply(ScriptText text, Script.Position position) {
        Optional<Statement> statement = text.statementAt(position);
        Optional<AlterTable> alter = statement.flatMap(AlterTable::of);
        Optional<AddedConstraint> constraint =
                alter.flatMap(each -> each.addedConstraints().stream().findFirst());
        if (constraint.isEmpty()) {
            return Optional.of("the constraint is part of a new column; add it by an ALTER TABLE of its table");
        }
        Matcher head = HEAD.matcher(alter.get()
                .text()
                .substring(0, alter.get().actions().get(0).get(0).offset()));
        if (alter.get().actions().size() > 1
                || !head.matches()
                || statement.get().has("IF")) {
            return Optional.of("the statement does more than add the constraint");
        }
        return write(text, statement.get(), head.group(1), alter.get().table(), constraint.get());
    }

    private static Optional<String> write(
            ScriptText text, Statement statement, String table, Cursor.Name tableName, AddedConstraint constraint) {
        Cursor cursor = constraint.cursor();
        boolean primary = cursor.accept("PRIMARY", "KEY");
        String kind = primary ? "PRIMARY KEY" : "UNIQUE";
        if (!primary && !cursor.accept("UNIQUE")) {
            return Optional.of("no index that is built CONCURRENTLY can become such a constraint");
        }
        String nulls = cursor.accept("NULLS", "NOT", "DISTINCT") ? " NULLS NOT DISTINCT" : "";
        cursor.accept("NULLS", "DISTINCT");
        List<Token> columns = cursor.group();
        List<Token> included = cursor.accept("INCLUDE") ? cursor.group() : List.of();
        List<Token> rest = cursor.rest();
        if (columns.isEmpty()
                || !(rest.isEmpty() || OF_CONSTRAINT.contains(rest.get(0).word()))) {
            return Optional.of("the constraint has more than columns");
        }
        String name = constraint
                .name()
                .map(each -> each.token().text())
                .orElseGet(() -> nameByPostgres(tableName.text(), primary, columns));
        String index = "CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + table + " (" + Tokens.text(columns) + ")"
                + (included.isEmpty() ? "" : " INCLUDE (" + Tokens.text(included) + ")") + nulls + ";";
        String added = (constraint.name().isPresent() ? "" : "CONSTRAINT " + name + " ") + kind + " USING INDEX " + name
                + (rest.isEmpty() ? "" : " " + Tokens.text(rest));
        text.replace(statement, constraint.definition(), added);
        text.addBefore(statement, index);
        return Optional.empty();
    }

    /** Returns the name that PostgreSQL gives. A wrong guess makes another schema, and so no script. */
    private static String nameByPostgres(String table, boolean primary, List<Token> columns) {
        List<String> parts = new ArrayList<>(List.of(table));
        if (!primary) {
            columns.forEach(token -> token.name().ifPresent(parts::add));
        }
        parts.add(primary ? "pkey" : "key");
        String name = String.join("_", parts);
        return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
