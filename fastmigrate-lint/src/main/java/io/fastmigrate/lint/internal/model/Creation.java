package io.fastmigrate.lint.internal.model;

import java.util.Optional;
import java.util.Set;

/**
 * A CREATE ... IF NOT EXISTS of a table, an index, a view or a sequence that does not end with its session.
 *
 * @param kind TABLE, INDEX, VIEW or SEQUENCE
 * @param name of what it makes
 * @param table of an index: the table that it is on
 */
public record Creation(Statement statement, Token kind, Named name, Optional<Named> table) {

    /** What a server can show the definition of. */
    private static final Set<String> KINDS = Set.of("TABLE", "INDEX", "VIEW", "SEQUENCE");

    /** Before which of them it is something else: it ends with the session, or such words stand in its body. */
    private static final Set<String> OTHERS =
            Set.of("TEMP", "TEMPORARY", "PROCEDURE", "FUNCTION", "PACKAGE", "TRIGGER", "EVENT", "AS");

    /** A name, and the first of its tokens. */
    public record Named(Cursor.Name name, Token first) {

        static Optional<Named> at(Cursor cursor) {
            Token first = cursor.peek();
            return cursor.name().map(name -> new Named(name, first));
        }

        private int from() {
            return first.offset();
        }

        private int to() {
            return name.token().offset() + name.token().text().length();
        }
    }

    /** Reads one; empty for any other statement. */
    public static Optional<Creation> of(Statement statement) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("CREATE")) {
            return Optional.empty();
        }
        boolean other = false;
        while (cursor.hasNext() && !KINDS.contains(cursor.peek().word())) {
            Token next = cursor.next();
            other |= OTHERS.contains(next.word());
        }
        Token kind = cursor.next();
        cursor.accept("CONCURRENTLY");
        if (other || !cursor.accept("IF", "NOT", "EXISTS")) {
            return Optional.empty();
        }
        return Named.at(cursor).map(name -> new Creation(statement, kind, name, table(kind, cursor)));
    }

    private static Optional<Named> table(Token kind, Cursor cursor) {
        if (!kind.is("INDEX") || !cursor.skipTo("ON")) {
            return Optional.empty();
        }
        cursor.accept("ONLY");
        return Named.at(cursor);
    }

    /** Returns the statement without its condition, and without CONCURRENTLY. */
    public String unconditional() {
        return head() + statement.text().substring(name.from());
    }

    /** Returns the statement without its condition, and with another name for one that stands in it. */
    public String unconditional(Named old, String other) {
        String text = statement.text();
        return head() + text.substring(name.from(), old.from()) + other + text.substring(old.to());
    }

    private String head() {
        return statement.text().substring(0, kind.offset() + kind.text().length()) + " ";
    }
}
