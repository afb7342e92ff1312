package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import io.fastmigrate.lint.internal.postgres.StrongLock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * P29. Statements that follow each other can be one if they have the same lock, and neither names what the other adds, drops or changes:
 * PostgreSQL carries out the actions of one statement in an order that it chooses. One finding for several in a row.
 */
public final class SeveralAlters implements Check {

    private static final Set<String> JOINED = Set.of("ADD", "DROP", "ALTER");

    private static final Set<String> CONSTRAINTS = Set.of("CHECK", "UNIQUE", "PRIMARY", "FOREIGN", "EXCLUDE", "NOT");

    /** Without one of these words no action goes through the rows. */
    private static final Set<String> OF_ROWS =
            Set.of("TYPE", "NULL", "CHECK", "UNIQUE", "PRIMARY", "REFERENCES", "EXCLUDE", "DEFAULT", "GENERATED");

    /**
     * Statements in a row that can be one.
     *
     * @param line of the first
     * @param passes whether one of them goes through the rows
     */
    private record Row(
            String head,
            int line,
            boolean readers,
            boolean drops,
            boolean passes,
            Set<String> subjects,
            Set<String> words) {

        boolean takes(Row next) {
            return head.equals(next.head)
                    && readers == next.readers
                    && drops == next.drops
                    && subjects.stream().noneMatch(next.words::contains)
                    && next.subjects.stream().noneMatch(words::contains);
        }

        Row with(Row next) {
            return new Row(
                    head,
                    line,
                    readers,
                    drops,
                    passes || next.passes,
                    union(subjects, next.subjects),
                    union(words, next.words));
        }

        private static Set<String> union(Set<String> one, Set<String> other) {
            Set<String> all = new HashSet<>(one);
            all.addAll(other);
            return all;
        }
    }

    private @Nullable Row before;
    private boolean reported;

    @Override
    public String id() {
        return "P29";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Row row = before;
        Row next = next(statement, scope).orElse(null);
        if (row == null || next == null || !row.takes(next)) {
            before = next;
            reported = false;
            return;
        }
        if (!reported) {
            AlterTable alter = AlterTable.of(statement).orElseThrow();
            scope.report(this, statement, alter.table().token(), message(row, next, alter, scope));
        }
        before = row.with(next);
        reported = true;
    }

    private static String message(Row row, Row next, AlterTable alter, Scope scope) {
        String table = alter.table().shown();
        String one = ", and one ALTER TABLE with the actions of both ";
        if (row.passes() && next.passes()) {
            return "All rows of " + table + " are read or written again, as line " + row.line() + " did" + one
                    + "does that once.";
        }
        String waiting = row.readers() ? "Every reader and writer" : "Every writer";
        return scope.plan().isTransactional()
                ? waiting + " of " + table + ", which line " + row.line() + " has locked, waits for this statement, too"
                        + one + "is done sooner."
                : "The script waits a second time until no one uses " + table + ", as in line " + row.line() + one
                        + "waits once.";
    }

    private static Optional<Row> next(Statement statement, Scope scope) {
        Optional<AlterTable> alter = AlterTable.ofLive(statement, scope)
                .filter(known -> known.actions().stream().allMatch(SeveralAlters::isJoined));
        boolean dropping = alter.filter(known -> known.actions().stream().allMatch(SeveralAlters::isDrop))
                .isPresent();
        boolean mixed = !dropping
                && alter.filter(known -> known.actions().stream().anyMatch(SeveralAlters::isDrop))
                        .isPresent();
        Optional<StrongLock> lock = StrongLock.of(statement, scope);
        if (alter.isEmpty() || mixed || lock.isEmpty()) {
            return Optional.empty();
        }
        List<List<Token>> actions = alter.get().actions();
        int first = actions.get(0).get(0).offset();
        String head = statement.tokens().stream()
                .filter(token -> token.offset() < first)
                .map(token -> token.name().orElse(token.text()))
                .collect(Collectors.joining(" "));
        return Optional.of(new Row(
                head,
                statement.position().line(),
                lock.get().readers(),
                dropping,
                isPass(statement, scope),
                actions.stream().flatMap(action -> subject(action).stream()).collect(Collectors.toSet()),
                actions.stream()
                        .flatMap(List::stream)
                        .flatMap(token -> token.name().stream())
                        .collect(Collectors.toSet())));
    }

    private static boolean isJoined(List<Token> action) {
        return !action.isEmpty() && JOINED.contains(action.get(0).word());
    }

    private static boolean isDrop(List<Token> action) {
        return action.get(0).is("DROP");
    }

    private static boolean isPass(Statement statement, Scope scope) {
        return statement.tokens().stream().anyMatch(token -> OF_ROWS.contains(token.word()))
                && scope.effect(statement.text())
                        .filter(effect -> !effect.rewritten().isEmpty()
                                || !effect.scanned().isEmpty())
                        .isPresent();
    }

    /** Returns the column or the constraint that an action is about; empty for a constraint without a name. */
    private static Optional<String> subject(List<Token> action) {
        Cursor cursor = new Cursor(action);
        cursor.next();
        boolean named = cursor.accept("COLUMN") || cursor.accept("CONSTRAINT");
        if (!named && CONSTRAINTS.contains(cursor.peek().word())) {
            return Optional.empty();
        }
        cursor.accept("IF", "NOT", "EXISTS");
        cursor.accept("IF", "EXISTS");
        return cursor.name().map(Cursor.Name::text);
    }
}
