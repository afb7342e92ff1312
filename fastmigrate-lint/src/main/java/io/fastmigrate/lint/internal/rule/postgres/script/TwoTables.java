package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import io.fastmigrate.lint.internal.postgres.StrongLock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** P19. One finding for a script. */
public final class TwoTables implements Check {

    private @Nullable StrongLock first;
    private final Set<String> partitions = new HashSet<>();
    private int line;
    private boolean reported;

    @Override
    public String id() {
        return "P19";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (!scope.plan().isTransactional() || reported) {
            return;
        }
        StrongLock.of(statement, scope).ifPresent(lock -> {
            StrongLock before = first;
            if (before == null) {
                first = lock;
                line = statement.position().line();
                partitions.addAll(partitions(statement));
            } else if (!before.table().text().equals(lock.table().text())
                    && !partitions.contains(lock.table().text())) {
                reported = true;
                scope.report(
                        this,
                        statement,
                        lock.table().token(),
                        before.table().shown() + ", which line " + line
                                + " has locked, stays locked while the script waits for "
                                + lock.table().shown()
                                + ", and who has them in the other order waits for the script: a deadlock.");
            }
        });
    }

    /** Returns what is locked as the table itself is when it leaves it. */
    private static List<String> partitions(Statement statement) {
        return AlterTable.of(statement).stream()
                .flatMap(alter -> alter.cursors().stream())
                .filter(action -> action.accept("DETACH", "PARTITION"))
                .flatMap(action -> action.name().stream())
                .map(Cursor.Name::text)
                .toList();
    }
}
