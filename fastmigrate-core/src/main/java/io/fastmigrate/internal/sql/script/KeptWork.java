package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.TransactionRules;
import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Follows what a script's own ROLLBACKs and savepoints leave of its work. */
final class KeptWork {

    /** What a transaction or a savepoint did that is neither kept nor taken back yet. */
    private static final class Frame {
        private final String savepoint;
        private boolean works;

        Frame(String savepoint) {
            this.savepoint = savepoint;
        }
    }

    private static final String TRANSACTION = "";

    private final Deque<Frame> open = new ArrayDeque<>();
    private boolean works;
    private Script.@Nullable Position rolledBack;

    void follow(StatementFacts facts, Script.Position position) {
        String name = facts.name() == null ? TRANSACTION : SqliteNames.fold(facts.name());
        switch (facts.kind()) {
            case BEGIN -> open.push(new Frame(TRANSACTION));
            case SAVEPOINT -> open.push(new Frame(name));
            case COMMIT -> keep(open.size());
            case RELEASE -> keep(depthOf(name));
            case ROLLBACK -> {
                drop(open.size(), position);
                open.clear();
            }
            case ROLLBACK_TO -> drop(depthOf(name), position);
            case SELECT, EXPLAIN, ATTACH, DETACH -> {}
            case PRAGMA -> work(facts.value() != null && isLasting(facts));
            default -> work(true);
        }
    }

    private static boolean isLasting(StatementFacts facts) {
        return switch (TransactionRules.of(facts)) {
            case INSIDE, OUTSIDE -> true;
            default -> false;
        };
    }

    private void work(boolean lasting) {
        if (open.isEmpty()) {
            works |= lasting;
        } else {
            open.element().works |= lasting;
        }
    }

    /** Returns how many are open down to the savepoint, itself included; 0 if it is not open. */
    private int depthOf(String savepoint) {
        int depth = 0;
        for (Frame frame : open) {
            depth++;
            if (frame.savepoint.equals(savepoint)) {
                return depth;
            }
        }
        return 0;
    }

    private void keep(int depth) {
        boolean done = false;
        for (int i = 0; i < depth; i++) {
            done |= open.pop().works;
        }
        work(done);
    }

    private void drop(int depth, Script.Position position) {
        int left = depth;
        for (Frame frame : open) {
            if (left-- == 0) {
                break;
            }
            if (frame.works) {
                rolledBack = position;
            }
            frame.works = false;
        }
        // The savepoint itself stays open, those within it do not.
        for (int i = 1; i < depth; i++) {
            open.pop();
        }
    }

    /** Returns where the script takes back what it did, if nothing of it is left at the end; else null. */
    Script.@Nullable Position lostAt() {
        return works ? null : rolledBack;
    }
}
