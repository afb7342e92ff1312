package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.script.ControlTableLoss;
import io.fastmigrate.internal.sql.script.TransactionControl;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.NoTransactionMarker;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a script for a database other than SQLite may do in a transaction as a whole: found by reading it once, before
 * anything runs.
 */
public final class DialectAnalysis {

    private static final Pattern NEW_VALUE =
            Pattern.compile(".*\\bADD VALUE (?:IF NOT EXISTS )?('(?:[^']|'')*+').*", Pattern.DOTALL);

    private final DialectRules rules;
    private final TransactionControl control;
    private final LockedTables locks;
    private final String location;
    private final List<String> newValues = new ArrayList<>();
    private int ownTransactions;
    private Script.@Nullable Position ownPosition;
    private boolean noTransaction;
    private @Nullable InvalidScriptException stray;
    private final List<String> settings = new ArrayList<>();
    private boolean begun;
    private @Nullable String refusal;
    private Script.@Nullable Position refusalPosition;
    private @Nullable String commit;
    private Script.@Nullable Position commitPosition;
    private @Nullable ScriptChecksum checksum;
    private final List<ControlTableLoss> losses = new ArrayList<>();
    private long bytes;

    private DialectAnalysis(DialectRules rules, String location) {
        this.rules = rules;
        this.location = location;
        this.control = new TransactionControl(location);
        this.locks = new LockedTables(location);
    }

    /**
     * Reads a script to its end; the caller closes the stream.
     *
     * @param in the script's bytes, UTF-8
     * @param location what messages call the script
     * @throws InvalidScriptException if its text is broken, or its transactions and savepoints do not come out even
     */
    public static DialectAnalysis of(InputStream in, String location, DialectRules rules) throws IOException {
        DialectAnalysis analysis = new DialectAnalysis(rules, location);
        @SuppressWarnings("resource") // the stream is the caller's
        SqlScanner<DialectStatement> scanner = DialectStatements.scan(in, location, rules.dialect());
        analysis.read(scanner);
        analysis.checksum = scanner.checksum();
        return analysis;
    }

    /** Does the same in memory that does not grow with statements, for a script that does not run: its checksum is not known. */
    public static DialectAnalysis skim(InputStream in, String location, DialectRules rules) throws IOException {
        DialectAnalysis analysis = new DialectAnalysis(rules, location);
        @SuppressWarnings("resource") // the stream is the caller's
        SqlScanner<DialectStatement> scanner = DialectStatements.skim(in, location, rules.dialect());
        analysis.read(scanner);
        return analysis;
    }

    private void read(SqlScanner<DialectStatement> scanner) throws IOException {
        for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
            follow(next);
        }
        control.endOfScript();
        locks.endOfScript();
        if (scanner.asksForNoTransaction()) {
            noTransaction = true;
            refusal = NoTransactionMarker.REASON;
            refusalPosition = Script.Position.START;
        }
        stray(scanner.strayMarker());
        bytes = scanner.bytesRead();
    }

    private void stray(SqlScanner.@Nullable Stray found) {
        if (found != null) {
            stray = Bridge.errors()
                    .invalidScript(
                            List.of(location),
                            found.position(),
                            location + ":" + found.position() + ": " + found.what() + ".",
                            NoTransactionMarker.ADVICE);
        }
    }

    private void follow(DialectStatement statement) {
        QuoteRules.requireKept(statement, rules.dialect(), location);
        CutRoutine.refuse(statement, rules.dialect(), location);
        CopyStatement.refuse(statement, rules.dialect(), location);
        SqlEffect effect = rules.effect(statement);
        Script.Position position = statement.position();
        locks.follow(statement, effect);
        ControlTableLoss.of(statement).ifPresent(losses::add);
        for (String value : newValues) {
            if (statement.text().contains(value)) {
                refuse("a type's new value " + value + " cannot be used in the transaction that adds it", position);
            }
        }
        switch (effect) {
            case FORBIDDEN -> throw rules.refusal(statement, location);
            case OUTSIDE -> refuse(DialectRules.nameOf(statement) + " cannot run in a transaction", position);
            case LATER -> {
                Matcher value = NEW_VALUE.matcher(statement.head());
                newValues.add(value.matches() ? value.group(1) : "'");
            }
            case COMMITS, COMMITS_SESSION, COMMITS_TEMPORARY -> {
                if (commit == null) {
                    commit = DialectRules.nameOf(statement) + " commits by itself";
                    commitPosition = position;
                }
            }
            case AUTOCOMMIT -> control.autoCommit(!statement.head().matches("(?i).*= ?('?OFF'?|0|FALSE)"));
            case BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO -> control(effect, statement);
            case INSIDE, TEMPORARY, SESSION, TABLE_LOCK -> {}
        }
        begun |= effect != SqlEffect.BEGIN && !rules.setsTransaction(statement);
        if (!begun && effect != SqlEffect.BEGIN) {
            settings.add(statement.text());
        }
    }

    private void control(SqlEffect effect, DialectStatement statement) {
        if (effect == SqlEffect.COMMIT && control.commitsWithoutBegin()) {
            return;
        }
        String name = statement.head().substring(statement.head().lastIndexOf(' ') + 1);
        control.follow(
                new StatementFacts(StatementKind.valueOf(effect.name()), true, false, null, name, null),
                statement.position());
        if (effect == SqlEffect.ROLLBACK) {
            refuse("ROLLBACK undoes the script's own transaction", statement.position());
        }
        if (effect == SqlEffect.BEGIN) {
            ownTransactions++;
            if (ownTransactions > 1) {
                refuse("the script has more than one transaction", statement.position());
            } else {
                ownPosition = statement.position();
                DialectRules.modes(statement).ifPresent(settings::add);
            }
        }
    }

    private void refuse(String reason, Script.Position position) {
        if (refusal == null) {
            refusal = reason;
            refusalPosition = position;
        }
    }

    /** Returns how the script and its version become durable: never {@link Plan.Execution#PROCESS}. */
    public Plan.Execution execution() {
        if (refusal != null) {
            return Plan.Execution.NON_TRANSACTIONAL;
        }
        if (commit != null) {
            return Plan.Execution.RESUMABLE;
        }
        return ownTransactions > 0 ? Plan.Execution.OWN_TRANSACTION : Plan.Execution.ATOMIC;
    }

    /** Returns why the script is not simply atomic, as a sentence for people. */
    public Optional<String> reason() {
        return position().map(where -> what() + " (line " + where.line() + ")");
    }

    private String what() {
        if (refusal != null) {
            return Character.toUpperCase(refusal.charAt(0)) + refusal.substring(1);
        }
        return commit != null ? commit : "The script brings its own transaction";
    }

    /** Returns the statement that forces it. */
    public Optional<Script.Position> position() {
        Script.Position where = refusal != null ? refusalPosition : commit != null ? commitPosition : ownPosition;
        return Optional.ofNullable(where);
    }

    /**
     * Returns statements that make a transaction what the script asks for, by the modes of its BEGIN or by SET
     * TRANSACTION as its first statement: an isolation level, say. They are to run before anything else in it.
     */
    public List<String> transactionSettings() {
        return List.copyOf(settings);
    }

    /** Returns the checksum over the script's tokens; see {@link SqlScanner#checksum()}. */
    public ScriptChecksum checksum() {
        return Objects.requireNonNull(checksum, "it is known of a script that was read in whole");
    }

    /** Returns the statements that would take away or change tables of fastmigrate's, of whatever schema. */
    public List<ControlTableLoss> controlTableLosses() {
        return List.copyOf(losses);
    }

    /** Tells whether the script's author asks for no transaction round it. */
    public boolean noTransaction() {
        return noTransaction;
    }

    /** Returns why the script must not run, though the database would run it; empty if it may. */
    public Optional<InvalidScriptException> refusal() {
        return Optional.ofNullable(stray);
    }

    /** Returns the script's length. */
    public long bytes() {
        return bytes;
    }
}
