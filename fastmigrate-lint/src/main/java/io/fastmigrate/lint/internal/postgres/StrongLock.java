package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A lock that keeps writers of a live table waiting, held until the end of the transaction.
 * <a href="https://www.postgresql.org/docs/current/explicit-locking.html">Source</a>.
 *
 * @param readers whether readers wait, too
 */
public record StrongLock(Cursor.Name table, boolean readers) {

    /** Words of an action of ALTER TABLE that takes a weak lock. */
    private static final Set<String> WEAK = Set.of("VALIDATE", "ATTACH", "CLUSTER");

    private static final Set<String> WEAK_MODES = Set.of("ACCESS", "ROW");

    /** Returns what a statement takes; empty for none. */
    public static Optional<StrongLock> of(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        Optional<StrongLock> lock = switch (statement.verb()) {
            case "ALTER" -> AlterTable.of(statement).flatMap(StrongLock::of);
            case "CREATE" -> created(statement);
            case "TRUNCATE" -> {
                cursor.accept("TRUNCATE");
                yield target(cursor, true);
            }
            case "LOCK" -> {
                cursor.accept("LOCK");
                Optional<StrongLock> target = target(cursor, !statement.has("MODE"));
                yield target.filter(known -> !isWeakMode(statement));
            }
            case "DROP" ->
                cursor.accept("DROP", "TRIGGER") && cursor.skipTo("ON") ? target(cursor, true) : Optional.empty();
            default -> Optional.empty();
        };
        return lock.filter(known -> scope.isLive(known.table()));
    }

    private static Optional<StrongLock> target(Cursor cursor, boolean readers) {
        cursor.accept("TABLE");
        cursor.accept("ONLY");
        return cursor.name().map(name -> new StrongLock(name, readers));
    }

    private static boolean isWeakMode(Statement statement) {
        Cursor cursor = statement.cursor();
        return cursor.skipTo("IN") && WEAK_MODES.contains(cursor.next().word()) && !cursor.accept("EXCLUSIVE");
    }

    private static Optional<StrongLock> of(AlterTable alter) {
        List<Token> first = alter.actions().get(0);
        boolean weak = alter.actions().stream()
                .allMatch(action -> WEAK.contains(action.get(0).word()) || isWeak(new Cursor(action)));
        boolean foreignKey = alter.addedConstraints().stream()
                .anyMatch(constraint -> constraint.cursor().accept("FOREIGN"));
        boolean alone = foreignKey && alter.actions().size() == 1;
        return weak || first.isEmpty() ? Optional.empty() : Optional.of(new StrongLock(alter.table(), !alone));
    }

    private static boolean isWeak(Cursor action) {
        if (action.accept("ALTER")) {
            action.accept("COLUMN");
            action.name();
            return action.accept("SET", "STATISTICS")
                    || (action.accept("SET") && action.peek().isSign("("));
        }
        return action.accept("DETACH")
                ? action.skipTo("CONCURRENTLY")
                : action.accept("SET") && action.peek().isSign("(");
    }

    private static Optional<StrongLock> created(Statement statement) {
        Optional<CreateIndex> index = CreateIndex.of(statement);
        if (index.isPresent()) {
            return index.filter(known -> !known.concurrently()).map(known -> new StrongLock(known.table(), false));
        }
        Cursor cursor = statement.cursor();
        cursor.accept("CREATE");
        cursor.accept("OR", "REPLACE");
        cursor.accept("CONSTRAINT");
        return cursor.accept("TRIGGER") && cursor.skipTo("ON") ? target(cursor, false) : Optional.empty();
    }

    /** Returns what waits, for messages. */
    public String waiting() {
        return readers ? "every reader and writer" : "every writer";
    }
}
