package io.fastmigrate.lint.internal.mysql;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Alteration;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An ALTER TABLE, or a CREATE INDEX, which is one.
 *
 * @param actions what is between its commas, but for ALGORITHM and LOCK
 * @param clauses these
 */
public record AlterTable(Cursor.Name table, List<AlterAction> actions, List<AlterAction> clauses) {

    /** Reads one; empty for any other statement. */
    public static Optional<AlterTable> of(Statement statement) {
        Cursor cursor = statement.cursor();
        if (cursor.accept("CREATE")) {
            return ofIndex(statement, cursor);
        }
        if (!cursor.accept("ALTER")) {
            return Optional.empty();
        }
        cursor.accept("ONLINE");
        cursor.accept("IGNORE");
        if (!cursor.accept("TABLE")) {
            return Optional.empty();
        }
        cursor.accept("IF", "EXISTS");
        Optional<Cursor.Name> table = cursor.name();
        if (cursor.accept("WAIT")) {
            cursor.next();
        }
        cursor.accept("NOWAIT");
        return table.filter(name -> cursor.hasNext()).map(name -> {
            List<AlterAction> all = Cursor.parts(cursor.rest()).stream()
                    .filter(tokens -> !tokens.isEmpty())
                    .map(tokens -> new AlterAction(tokens, text(statement, tokens)))
                    .toList();
            return new AlterTable(
                    name,
                    all.stream().filter(action -> !action.isClause()).toList(),
                    all.stream().filter(AlterAction::isClause).toList());
        });
    }

    /** Reads one of a table that was there before the script. */
    public static Optional<AlterTable> ofLive(Statement statement, Scope scope) {
        return of(statement).filter(alter -> scope.isLive(alter.table()));
    }

    private static String text(Statement statement, List<Token> tokens) {
        Token last = tokens.get(tokens.size() - 1);
        return statement
                .text()
                .substring(tokens.get(0).offset(), last.offset() + last.text().length());
    }

    private static Optional<AlterTable> ofIndex(Statement statement, Cursor cursor) {
        cursor.accept("OR", "REPLACE");
        List<Token> from = cursor.rest();
        boolean special = cursor.accept("UNIQUE") || cursor.accept("FULLTEXT") || cursor.accept("SPATIAL");
        String kind = special ? from.get(0).word() + " " : "";
        if (!cursor.accept("INDEX")) {
            return Optional.empty();
        }
        cursor.accept("IF", "NOT", "EXISTS");
        Optional<Cursor.Name> index = cursor.name();
        List<Token> options = new ArrayList<>();
        while (cursor.hasNext() && !cursor.accept("ON")) {
            options.add(cursor.next());
        }
        Optional<Cursor.Name> table = cursor.name();
        if (cursor.accept("WAIT")) {
            cursor.next();
        }
        cursor.accept("NOWAIT");
        List<Token> columns = cursor.parenthesised();
        if (index.isEmpty() || table.isEmpty() || columns.isEmpty()) {
            return Optional.empty();
        }
        List<AlterAction> clauses = new ArrayList<>();
        while (cursor.hasNext()) {
            if (cursor.peek().is("ALGORITHM") || cursor.peek().is("LOCK")) {
                clauses.add(clause(statement, cursor));
            } else {
                options.add(cursor.next());
            }
        }
        List<Token> written = new ArrayList<>(
                List.of(new Token(TokenType.WORD, "ADD", from.get(0).offset(), false)));
        written.addAll(from);
        AlterAction add = new AlterAction(
                written,
                "ADD " + kind + "INDEX " + index.get().token().text() + " " + text(statement, columns) + " "
                        + Tokens.text(options));
        return Optional.of(new AlterTable(table.get(), List.of(add), clauses));
    }

    private static AlterAction clause(Statement statement, Cursor cursor) {
        List<Token> rest = cursor.rest();
        cursor.next();
        if (cursor.peek().isSign("=")) {
            cursor.next();
        }
        cursor.next();
        List<Token> clause = rest.subList(0, rest.size() - cursor.rest().size());
        return new AlterAction(clause, text(statement, clause));
    }

    /** Returns how the server would do all of it; empty where that is not known. */
    public Optional<Alteration> alteration(Scope scope) {
        String tried = triable();
        return tried.isEmpty()
                ? Optional.empty()
                : scope.alteration(table, tried).map(this::asWritten);
    }

    /** Returns what of it can be tried on a copy of the table; empty for nothing. */
    public String triable() {
        return isOfPartitions() && actions.get(0).isBetweenTables()
                ? ""
                : actions.stream()
                        .filter(action -> !action.isOfNamesOnly())
                        .map(AlterAction::text)
                        .collect(Collectors.joining(", "));
    }

    /** Tells whether it is about the parts of the table. Where it names several, these are actions without a verb. */
    boolean isOfPartitions() {
        return actions.stream().anyMatch(AlterAction::isOfPartitions);
    }

    /** Returns how the server would do one of its actions alone. */
    public Optional<Alteration> alteration(AlterAction action, Scope scope) {
        return action.isOfNamesOnly() || isOfPartitions()
                ? Optional.empty()
                : scope.alteration(table, action.text()).map(this::asWritten);
    }

    private Alteration asWritten(Alteration cheapest) {
        boolean copied = clause("ALGORITHM").filter(token -> token.is("COPY")).isPresent();
        boolean locked = clause("LOCK")
                .filter(token -> token.is("SHARED") || token.is("EXCLUSIVE"))
                .isPresent();
        return new Alteration(cheapest.copied() || copied, cheapest.writable() && !locked);
    }

    /** Returns the value of ALGORITHM or LOCK. */
    public Optional<Token> clause(String name) {
        return clauses.stream()
                .filter(clause -> clause.start().is(name))
                .map(clause -> clause.tokens().get(clause.tokens().size() - 1))
                .findFirst();
    }
}
