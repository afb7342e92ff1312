package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.scan.ScriptBuffer;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.statement.PragmaRisk;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.token.NoTransactionMarker;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a script as a whole may do in a transaction: found by reading it once, statement by statement, before anything
 * runs. Immutable.
 */
public final class ScriptAnalysis {

    private final Plan.Execution execution;
    private final @Nullable String reason;
    private final Script.@Nullable Position position;
    private final @Nullable ScriptChecksum checksum;
    private final long bytes;
    private final ScriptLayout layout;
    private final boolean foreignKeysOn;
    private final boolean changesConnection;
    private final boolean countsRows;
    private final boolean definesForeignKeys;
    private final TouchedTables touched;
    private final @Nullable ControlTableLoss loss;
    private final ScriptFindings findings;
    private final Script.@Nullable Position openComment;
    private final @Nullable Parameter parameter;

    /** What a driver would have to fill in. */
    public record Parameter(String name, Script.Position position) {}

    private ScriptAnalysis(
            ScriptPlanner planner,
            SqlScanner<SqlStatement> scanner,
            SqliteStatements statements,
            @Nullable ScriptChecksum checksum) {
        this.execution = planner.execution();
        this.reason = planner.reason();
        this.position = planner.position();
        this.checksum = checksum;
        this.bytes = scanner.bytesRead();
        this.layout = planner.layout();
        this.foreignKeysOn = execution != Plan.Execution.NON_TRANSACTIONAL
                && planner.foreignKeys().isOn();
        this.changesConnection = planner.changesConnection();
        this.countsRows = statements.countsRows();
        this.definesForeignKeys = statements.definesForeignKeys();
        this.touched = planner.touched();
        this.loss = planner.controlTableLoss();
        this.findings = planner.findings();
        this.openComment = scanner.openComment();
        String name = statements.parameter();
        this.parameter = name == null ? null : new Parameter(name, statements.parameterPosition());
    }

    /**
     * Reads a script to its end; the caller closes the stream.
     *
     * @param in the script's bytes, UTF-8
     * @param location what messages call the script
     * @throws io.fastmigrate.error.InvalidScriptException if its text is broken, or if its transactions and savepoints do
     *     not come out even
     */
    public static ScriptAnalysis of(InputStream in, String location) throws IOException {
        SqliteStatements statements = new SqliteStatements(new ScriptBuffer(in, location, null));
        @SuppressWarnings("resource") // the stream is the caller's
        SqlScanner<SqlStatement> scanner = statements.scanner();
        ScriptPlanner planner = read(scanner, statements, location);
        return new ScriptAnalysis(planner, scanner, statements, scanner.checksum());
    }

    /** Does the same in memory that does not grow with statements, for a script that does not run: its checksum is not known. */
    public static ScriptAnalysis skim(InputStream in, String location) throws IOException {
        SqliteStatements statements = new SqliteStatements(ScriptBuffer.skim(in, location, null));
        @SuppressWarnings("resource") // the stream is the caller's
        SqlScanner<SqlStatement> scanner = statements.scanner();
        return new ScriptAnalysis(read(scanner, statements, location), scanner, statements, null);
    }

    private static ScriptPlanner read(SqlScanner<SqlStatement> scanner, SqliteStatements statements, String location)
            throws IOException {
        ScriptPlanner planner = new ScriptPlanner(location);
        while (scanner.advance()) {
            planner.follow(statements.facts(), scanner.position());
        }
        if (scanner.asksForNoTransaction()) {
            planner.noTransaction();
        }
        SqlScanner.Stray stray = scanner.strayMarker();
        if (stray != null) {
            planner.findings().refuse(stray.position(), stray.what(), NoTransactionMarker.ADVICE);
        }
        planner.endOfScript();
        return planner;
    }

    /** Returns how the script and its version become durable: never {@link Plan.Execution#PROCESS}. */
    public Plan.Execution execution() {
        return execution;
    }

    /** Returns why the script must not run, though SQLite itself would run it; empty if it may. */
    public Optional<InvalidScriptException> refusal() {
        return Optional.ofNullable(findings.refusal());
    }

    /** Returns where the comment begins that is never closed and hides the rest of the script. */
    public Optional<Script.Position> openComment() {
        return Optional.ofNullable(openComment);
    }

    /** Returns the first parameter of the script, for which SQLite would take NULL. */
    public Optional<Parameter> parameter() {
        return Optional.ofNullable(parameter);
    }

    /** Tells whether a pragma of the script weakens what its transaction promises. */
    public boolean has(PragmaRisk risk) {
        return findings.has(risk);
    }

    /** Returns the statements that may delete or change rows of other tables, since the script has foreign keys enforced. */
    public List<CascadingStatement> cascades() {
        return execution == Plan.Execution.NON_TRANSACTIONAL || foreignKeysOn
                ? List.copyOf(findings.cascades().found())
                : List.of();
    }

    /** Tells whether the script drops a table of this name and has none of it at its end. */
    public boolean dropsForGood(String table) {
        return findings.cascades().dropsForGood(table);
    }

    /** Returns the statements that may take away what its connection had before the script. */
    public List<LocatedStatement> connectionLosses() {
        return findings.connectionLosses();
    }

    /** Returns why the script is not simply atomic, as a sentence for people. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Returns the first statement that would take away or change a table of fastmigrate's. */
    public Optional<ControlTableLoss> controlTableLoss() {
        return Optional.ofNullable(loss);
    }

    /** Returns the statement that forces it. */
    public Optional<Script.Position> position() {
        return Optional.ofNullable(position);
    }

    /** Returns the checksum over the script's tokens; see {@link SqlScanner#checksum()}. */
    public ScriptChecksum checksum() {
        return Objects.requireNonNull(checksum, "it is known of a script that was read in whole");
    }

    /** Returns the script's length. */
    public long bytes() {
        return bytes;
    }

    /**
     * Says where a statement of the script runs. In a non-transactional script, everything is {@link Placement#INSIDE}.
     *
     * @param index of the statement, counted from 0
     */
    public Placement placement(long index, SqlStatement statement) {
        return execution == Plan.Execution.NON_TRANSACTIONAL
                ? Placement.INSIDE
                : layout.placement(index, statement.facts());
    }

    /** Tells whether no statement has to run before or after the transaction. */
    public boolean isWhollyInside() {
        return execution != Plan.Execution.NON_TRANSACTIONAL
                && layout.headEnd() == 0
                && layout.tailBegin() == Long.MAX_VALUE;
    }

    /** Tells whether the script asks for foreign keys to be enforced while it runs; false for a non-transactional one. */
    public boolean foreignKeysOn() {
        return foreignKeysOn;
    }

    /**
     * Tells whether the script asks for {@code changes()}, {@code total_changes()} or {@code last_insert_rowid()}, which
     * neither a savepoint nor a rolled back transaction takes back.
     */
    public boolean countsRows() {
        return countsRows;
    }

    /**
     * Tells whether nothing in the script itself could tell one {@code INSERT} of several rows from several of one row each:
     * it asks nowhere how many rows a statement changed, enforces no foreign keys, and does not write the schema's text.
     */
    public boolean canJoinInserts() {
        return execution != Plan.Execution.NON_TRANSACTIONAL
                && !foreignKeysOn
                && !countsRows
                && !touched.includeSchema();
    }

    /** Tells whether the script leaves settings, temporary objects or attached files on its connection. */
    public boolean changesConnection() {
        return changesConnection;
    }

    /**
     * Returns the tables that the script's own statements insert into, update, delete from, create, alter or drop, without
     * schema; what triggers and foreign key actions reach is not among them. The set does not heed the case of ASCII letters.
     */
    public Set<String> touchedTables() {
        return touched.names();
    }

    /** Tells whether {@link #touchedTables()} is all; if not, there are too many, or some that could not be read. */
    public boolean touchedTablesKnown() {
        return touched.areKnown();
    }

    /** Tells whether the script alters tables, which may change the definition of others too. */
    public boolean altersTables() {
        return touched.areAltered();
    }

    /** Tells whether a statement of the script may define a foreign key. */
    public boolean definesForeignKeys() {
        return definesForeignKeys;
    }

    /** Tells whether the script might leave rows without their parent; false if it only creates new things. */
    public boolean canBreakForeignKeys() {
        return touched.canBreakForeignKeys();
    }
}
