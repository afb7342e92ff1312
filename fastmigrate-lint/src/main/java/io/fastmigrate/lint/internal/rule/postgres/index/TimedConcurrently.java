package io.fastmigrate.lint.internal.rule.postgres.index;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** P7. The runner keeps timeouts of roles and databases away; one that the script sets, it leaves. */
public final class TimedConcurrently implements Check {

    private static final Set<String> TIMEOUTS = Set.of("LOCK_TIMEOUT", "STATEMENT_TIMEOUT");
    private static final Set<String> NONE = Set.of("0", "'0'", "DEFAULT", "'0ms'", "'0s'");

    private final Set<String> set = new TreeSet<>();

    @Override
    public String id() {
        return "P7";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        if (cursor.accept("RESET")) {
            reset(cursor.next());
        } else if (cursor.accept("SET")) {
            cursor.accept("SESSION");
            Token name = cursor.next();
            boolean assigned = cursor.accept("TO") || cursor.next().isSign("=");
            if (assigned && TIMEOUTS.contains(name.word())) {
                if (NONE.contains(cursor.peek().text())) {
                    set.remove(name.word());
                } else {
                    set.add(name.word());
                }
            }
        } else if (!set.isEmpty()) {
            Optional<Token> at = Concurrently.in(statement);
            at.ifPresent(token -> report(statement, token, scope));
        }
    }

    private void reset(Token name) {
        if (name.is("ALL")) {
            set.clear();
        } else {
            set.remove(name.word());
        }
    }

    private void report(Statement statement, Token at, Scope scope) {
        String timeout = set.iterator().next().toLowerCase(Locale.ROOT);
        scope.report(
                this,
                statement,
                at,
                "The statement waits for every transaction that is older than it. When " + timeout
                        + " ends that wait, it fails and leaves an invalid index, which slows down every write and serves no"
                        + " query.");
    }
}
