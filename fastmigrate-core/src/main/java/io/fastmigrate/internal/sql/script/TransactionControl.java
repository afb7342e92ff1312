package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows BEGIN, COMMIT and savepoints through a script and refuses what cannot come out even. */
public final class TransactionControl {

    private record Savepoint(String name, Script.Position position) {}

    private final String location;
    private final Deque<Savepoint> savepoints = new ArrayDeque<>();
    private Script.@Nullable Position begin;
    private boolean autoCommitOff;

    public TransactionControl(String location) {
        this.location = location;
    }

    /** Says that a transaction begins by itself from here on, as it does with autocommit off; or that it does not. */
    public void autoCommit(boolean on) {
        autoCommitOff = !on;
    }

    /** Tells whether a COMMIT here ends a transaction that no BEGIN began. */
    public boolean commitsWithoutBegin() {
        return autoCommitOff && !isOpen();
    }

    /** Tells whether the script itself has a transaction open here. */
    public boolean isOpen() {
        return begin != null || !savepoints.isEmpty();
    }

    /** Tells whether it was opened by BEGIN. */
    boolean hasBegun() {
        return begin != null;
    }

    public void follow(StatementFacts facts, Script.Position position) {
        String name = facts.name() == null ? "" : SqliteNames.fold(facts.name());
        switch (facts.kind()) {
            case BEGIN -> begin(position);
            case COMMIT, ROLLBACK -> end(facts.kind(), position);
            case SAVEPOINT -> savepoints.push(new Savepoint(name, position));
            case RELEASE -> {
                unwindTo(name, facts, position);
                savepoints.pop();
            }
            case ROLLBACK_TO -> unwindTo(name, facts, position);
            default -> {}
        }
    }

    private void begin(Script.Position position) {
        if (begin != null) {
            throw invalid(
                    position,
                    "BEGIN within the transaction that began in line " + begin.line(),
                    "End that one with COMMIT first, or use SAVEPOINT and RELEASE, which may be nested.");
        }
        if (!savepoints.isEmpty()) {
            throw invalid(
                    position,
                    "BEGIN within the savepoint of line "
                            + savepoints.getLast().position().line(),
                    "RELEASE the savepoint first, or put BEGIN before it.");
        }
        begin = position;
    }

    private void end(StatementKind kind, Script.Position position) {
        if (!isOpen()) {
            throw invalid(
                    position,
                    (kind == StatementKind.COMMIT ? "COMMIT or END" : "ROLLBACK") + " without a BEGIN before it",
                    "Remove it, or add the BEGIN; a script needs neither, because it already runs in a transaction.");
        }
        begin = null;
        savepoints.clear();
    }

    private void unwindTo(String name, StatementFacts facts, Script.Position position) {
        while (!savepoints.isEmpty() && !savepoints.peek().name().equals(name)) {
            savepoints.pop();
        }
        if (savepoints.isEmpty()) {
            String act = facts.kind() == StatementKind.RELEASE ? "RELEASE of " : "ROLLBACK TO ";
            throw invalid(
                    position,
                    act + "a savepoint that is not open: " + facts.name(),
                    "Compare the names of SAVEPOINT and RELEASE.");
        }
    }

    public void endOfScript() {
        if (begin != null) {
            throw invalid(
                    begin,
                    "the transaction that begins here is never committed",
                    "Add COMMIT at its end, or remove BEGIN: a script already runs in a transaction.");
        }
        if (!savepoints.isEmpty()) {
            Savepoint open = savepoints.peek();
            throw invalid(
                    open.position(), "the savepoint " + open.name() + " is never released", "Add RELEASE at its end.");
        }
    }

    private InvalidScriptException invalid(Script.Position position, String what, String advice) {
        return Bridge.errors()
                .invalidScript(List.of(location), position, location + ":" + position + ": " + what + ".", advice);
    }
}
