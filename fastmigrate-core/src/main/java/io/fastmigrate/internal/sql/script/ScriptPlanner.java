package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.statement.TransactionRules;
import io.fastmigrate.internal.sql.token.NoTransactionMarker;
import io.fastmigrate.internal.sql.token.TruthValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Follows a script from its first statement to its last and decides how it can become durable. */
final class ScriptPlanner {

    private final TransactionControl control;
    private final ForeignKeySwitch foreignKeys = new ForeignKeySwitch();
    private final TouchedTables touched = new TouchedTables();
    private final ScriptFindings findings;
    private final KeptWork kept = new KeptWork();
    private @Nullable StatementFacts latest;
    private @Nullable ControlTableLoss loss;
    private long index;
    private boolean changesConnection;

    private boolean bodySeen;
    private long headEnd;
    private long tailBegin = Long.MAX_VALUE;
    private Script.@Nullable Position tailPosition;
    private String tailName = "";

    private Script.@Nullable Position ownTransaction;
    private int ownTransactions;

    private @Nullable String nonTransactional;
    private Script.@Nullable Position nonTransactionalPosition;
    private long nonTransactionalIndex = Long.MAX_VALUE;

    ScriptPlanner(String location) {
        this.control = new TransactionControl(location);
        this.findings = new ScriptFindings(location);
    }

    void follow(StatementFacts facts, Script.Position position) {
        if (facts.kind() == StatementKind.INSERT && facts.equals(latest)) {
            body();
            kept.follow(facts, position);
            index++;
            return;
        }
        latest = facts;
        if (loss == null) {
            loss = ControlTableLoss.of(facts, position).orElse(null);
        }
        boolean open = control.isOpen();
        touched.follow(facts);
        foreignKeys.follow(facts);
        kept.follow(facts, position);
        findings.follow(facts, position, foreignKeys.isEnforced());
        changesConnection |= TransactionRules.changesConnection(facts);
        switch (TransactionRules.of(facts)) {
            case INSIDE -> body();
            case EITHER -> {}
            case CONTROL -> control(facts, position);
            case FOREIGN_KEYS -> {
                if (!open) {
                    foreignKeys.set(TruthValue.of(Objects.requireNonNull(facts.value())), position, index);
                }
            }
            case RATHER_OUTSIDE -> outside(facts, position, open || (bodySeen && tailPosition == null));
            case OUTSIDE -> outside(facts, position, open);
        }
        index++;
    }

    private void body() {
        bodySeen = true;
        if (tailPosition != null) {
            nonTransactional(tailBegin, tailPosition, tailName + " cannot run in a transaction");
        }
    }

    /** In a transaction of the script's own, SQLite itself reports the error there. */
    private void outside(StatementFacts facts, Script.Position position, boolean inside) {
        if (inside) {
            body();
        } else if (!bodySeen) {
            headEnd = index + 1;
        } else if (tailPosition == null) {
            tailBegin = index;
            tailPosition = position;
            tailName = nameOf(facts);
        }
    }

    private void control(StatementFacts facts, Script.Position position) {
        boolean begun = control.hasBegun();
        control.follow(facts, position);
        switch (facts.kind()) {
            case BEGIN -> ownTransaction(position);
            case COMMIT -> {
                if (!begun) {
                    ownTransaction(position);
                }
            }
            case ROLLBACK -> nonTransactional(index, position, "ROLLBACK undoes the script's own transaction");
            default -> body();
        }
    }

    private void ownTransaction(Script.Position position) {
        ownTransactions++;
        if (ownTransaction == null) {
            ownTransaction = position;
        } else {
            nonTransactional(index, position, "The script has more than one transaction");
        }
    }

    private void nonTransactional(long at, Script.Position position, String reason) {
        if (at < nonTransactionalIndex) {
            nonTransactionalIndex = at;
            nonTransactionalPosition = position;
            nonTransactional = reason + " (line " + position.line() + ")";
        }
    }

    /** The author of the script says so. */
    void noTransaction() {
        nonTransactionalIndex = -1;
        nonTransactionalPosition = Script.Position.START;
        nonTransactional = NoTransactionMarker.REASON;
    }

    void endOfScript() {
        control.endOfScript();
        Script.Position switched = foreignKeys.switched();
        if (foreignKeys.isMixed() && switched != null) {
            nonTransactional(
                    foreignKeys.switchedAt(),
                    switched,
                    "PRAGMA foreign_keys is switched between statements that depend on it");
        }
        findings.endOfScript(kept, execution() == Plan.Execution.NON_TRANSACTIONAL);
    }

    ScriptFindings findings() {
        return findings;
    }

    private static String nameOf(StatementFacts facts) {
        String kind = facts.kind().name();
        return facts.kind() == StatementKind.PRAGMA ? kind + " " + TransactionRules.pragmaName(facts) : kind;
    }

    Plan.Execution execution() {
        if (nonTransactional != null) {
            return Plan.Execution.NON_TRANSACTIONAL;
        }
        return ownTransactions > 0 ? Plan.Execution.OWN_TRANSACTION : Plan.Execution.ATOMIC;
    }

    @Nullable
    String reason() {
        if (nonTransactional == null && ownTransaction != null) {
            return "The script brings its own transaction (line " + ownTransaction.line() + ")";
        }
        return nonTransactional;
    }

    Script.@Nullable Position position() {
        return nonTransactional == null ? ownTransaction : nonTransactionalPosition;
    }

    ScriptLayout layout() {
        return new ScriptLayout(headEnd, tailBegin);
    }

    /** Returns the first statement that would take away or change a table of fastmigrate's; null for none. */
    @Nullable
    ControlTableLoss controlTableLoss() {
        return loss;
    }

    boolean changesConnection() {
        return changesConnection;
    }

    ForeignKeySwitch foreignKeys() {
        return foreignKeys;
    }

    TouchedTables touched() {
        return touched;
    }
}
