package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.statement.PragmaRisk;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.statement.TransactionRules;
import io.fastmigrate.internal.sql.statement.UnsafePragmas;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What SQLite itself would run without a word, though it cannot be meant, or breaks what a script may rely on. */
final class ScriptFindings {

    /** More of them are noticed before the script commits. */
    private static final int MOST_LOSSES = 10_000;

    private final String location;
    private final CascadingStatements cascades = new CascadingStatements();
    private final List<LocatedStatement> connectionLosses = new ArrayList<>();
    private final Set<PragmaRisk> risks = EnumSet.noneOf(PragmaRisk.class);
    private @Nullable InvalidScriptException refusal;
    private @Nullable InvalidScriptException refusalOutsideTransaction;

    ScriptFindings(String location) {
        this.location = location;
    }

    void follow(StatementFacts facts, Script.Position position, boolean foreignKeysOn) {
        UnsafePragmas.Row row = facts.kind() == StatementKind.PRAGMA ? UnsafePragmas.of(facts) : null;
        if (row != null) {
            pragma(row, facts, position);
        }
        if (TransactionRules.mayTakeFromConnection(facts) && connectionLosses.size() < MOST_LOSSES) {
            connectionLosses.add(new LocatedStatement(facts, position));
        }
        cascades.follow(facts, position, foreignKeysOn);
    }

    private void pragma(UnsafePragmas.Row row, StatementFacts facts, Script.Position position) {
        risks.add(row.risk());
        String setting = "PRAGMA " + row.pragma() + " = " + facts.value();
        if (row.risk() == PragmaRisk.REFUSED) {
            refuse(position, "with " + setting + ", " + row.effect(), row.advice());
        } else if (refusalOutsideTransaction == null) {
            refusalOutsideTransaction = invalid(
                    position,
                    "with " + setting + ", " + row.effect() + ", and this script runs statement by"
                            + " statement, so it could not be rolled back",
                    row.advice());
        }
    }

    /** Keeps the first reason not to run the script. */
    void refuse(Script.Position position, String what, String advice) {
        if (refusal == null) {
            refusal = invalid(position, what, advice);
        }
    }

    void endOfScript(KeptWork kept, boolean nonTransactional) {
        Script.Position lost = kept.lostAt();
        if (lost != null) {
            refuse(
                    lost,
                    "the script rolls back all its changes, so it cannot count as applied",
                    "Write COMMIT to keep the changes, or delete the script.");
        }
        if (nonTransactional && refusal == null) {
            refusal = refusalOutsideTransaction;
        }
    }

    /** Returns why the script must not run; null if it may. */
    @Nullable
    InvalidScriptException refusal() {
        return refusal;
    }

    boolean has(PragmaRisk risk) {
        return risks.contains(risk);
    }

    CascadingStatements cascades() {
        return cascades;
    }

    List<LocatedStatement> connectionLosses() {
        return connectionLosses;
    }

    private InvalidScriptException invalid(Script.Position position, String what, String advice) {
        return Bridge.errors()
                .invalidScript(List.of(location), position, location + ":" + position + ": " + what + ".", advice);
    }
}
