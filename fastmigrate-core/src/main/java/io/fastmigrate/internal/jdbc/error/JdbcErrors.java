package io.fastmigrate.internal.jdbc.error;

import io.fastmigrate.Script;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Blockers;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.Excerpt;
import io.fastmigrate.internal.sql.token.Written;
import io.fastmigrate.internal.waiting.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/** Makes of a driver's exceptions what a person can act on, without anything secret. */
public final class JdbcErrors {

    /** A COMMIT or ROLLBACK where none may be, and a statement that refuses a transaction. */
    private static final Set<String> ENDS_TRANSACTION = Set.of("2D000", "25001");

    private static final String WAY_OUT =
            "A CALL or DO that commits, or a statement that refuses a transaction, cannot run in the transaction of"
                    + " its script. Write -- fastmigrate: no-transaction as the script's first line: it then runs"
                    + " statement by statement, and checkpoints record which are done.";

    /** A new value of a type that is not committed; a table whose deferred checks are still to come. */
    private static final Set<String> SHARED = Set.of("55P04", "55006");

    private final JdbcSource source;
    private final Dialect dialect;

    public JdbcErrors(JdbcSource source, Dialect dialect) {
        this.source = source;
        this.dialect = dialect;
    }

    public ErrorCategory category(SQLException e) {
        return dialect.category(e);
    }

    /** Tells whether a statement failed because the connection did. */
    public boolean isBroken(StepFailedException e) {
        return e.getCause() instanceof SQLException sql && category(sql) == ErrorCategory.UNREACHABLE;
    }

    /** Returns what the driver says, without its repetition of the statement, and its codes. */
    public String text(SQLException e) {
        String text = source.secrets()
                .clean(e.getMessage())
                .replaceFirst("(?s); SQL statement:.*$", "")
                .replaceFirst("\\n\\s*Script.Position: \\d+", "")
                .replaceFirst("^\\(conn[=:]\\d+\\) ", "")
                .strip();
        String state = e.getSQLState() == null ? "" : "SQLState " + e.getSQLState();
        String code = e.getErrorCode() == 0 ? "" : (state.isEmpty() ? "" : ", ") + "code " + e.getErrorCode();
        return state.isEmpty() && code.isEmpty() ? text : text + " [" + state + code + "]";
    }

    /** Makes the error of something that is no statement of a script. */
    public FastMigrateException translate(SQLException e, Duration waited) {
        Throwable cause = source.secrets().clean(e);
        String name = source.name();
        return switch (category(e)) {
            case UNREACHABLE -> unusable(Problem.UNREACHABLE, "cannot be reached", e);
            case NOT_YET -> unusable(Problem.UNREACHABLE, "is not ready", e);
            case DENIED ->
                unusable(
                        Problem.NO_ACCESS,
                        "rejected the login"
                                + source.user().map(user -> " of user " + user).orElse(""),
                        e);
            case NO_RIGHTS -> unusable(Problem.NO_ACCESS, "denies permission", e);
            case READ_ONLY -> unusable(Problem.READ_ONLY, "is read-only", e);
            case DISK_FULL -> unusable(Problem.DISK_FULL, "has no disk space left", e);
            case NO_DATABASE -> Bridge.errors().databaseNotFound(name, advice(ErrorCategory.NO_DATABASE), cause);
            case BUSY, LOST_RACE ->
                Bridge.errors()
                        .lockTimeout(
                                "Another session holds a lock that is needed in " + name + ": " + text(e),
                                waited,
                                null,
                                cause);
            case OTHER -> unusable(Problem.OTHER, "reports an error", e);
        };
    }

    private DatabaseUnusableException unusable(Problem problem, String what, SQLException e) {
        return Bridge.errors()
                .databaseUnusable(
                        source.name(),
                        problem,
                        "The database " + source.name() + " " + what + ": " + text(e),
                        category(e) == ErrorCategory.OTHER
                                ? "Correct what it reports, and try again."
                                : advice(category(e)),
                        source.secrets().clean(e));
    }

    static String advice(ErrorCategory category) {
        return switch (category) {
            case UNREACHABLE ->
                "Check that the server runs and that host and port are right, and migrate again; for a"
                        + " server that starts slowly, increase connect-timeout.";
            case NOT_YET -> "Migrate again when the server is ready, or increase connect-timeout.";
            case DENIED ->
                "Correct the user and the password (username and password; for the command line --user and"
                        + " FASTMIGRATE_DB_PASSWORD).";
            case NO_DATABASE -> "Create it on the server (CREATE DATABASE), or correct its name.";
            case NO_RIGHTS -> "Migrate as a user who has the privileges that the scripts need, or have them granted.";
            case READ_ONLY -> "Connect to the primary server, not to a replica.";
            case DISK_FULL -> "Free space on the server's disk and migrate again.";
            case BUSY, LOST_RACE ->
                "Another session holds a lock on the rows or the table; end it or wait until it has"
                        + " finished, and migrate again.";
            case OTHER -> "Correct the script and migrate again.";
        };
    }

    private static String inScript(ErrorCategory category) {
        return category == ErrorCategory.READ_ONLY
                ? advice(category)
                        + " If the script itself chooses READ ONLY, remove that: its version is written in the same"
                        + " transaction or session."
                : advice(category);
    }

    /** Makes the error of a statement that failed. */
    public StepFailedException failure(DialectStatement statement, SQLException e) {
        Written written = statement.written();
        int offset = written.offset(dialect.offset(e, statement.text()));
        return StepFailedException.at(
                Excerpt.position(statement.position(), written.text(), offset),
                text(e) + "\n\n" + Excerpt.of(written.text(), offset),
                ENDS_TRANSACTION.contains(String.valueOf(e.getSQLState()))
                        ? WAY_OUT
                        : dialect.advice(e, statement.text()).orElseGet(() -> inScript(category(e))),
                source.secrets().clean(e));
    }

    /** Makes the error of several statements that were sent together, of which it cannot be known any more which failed. */
    public StepFailedException failure(DialectStatement first, DialectStatement last, SQLException e) {
        return StepFailedException.at(
                null,
                text(e) + "\n\nIt happened between line " + first.position().line() + " and line "
                        + last.position().line() + ".",
                inScript(category(e)),
                source.secrets().clean(e));
    }

    /**
     * Makes the error of a COPY that failed, at the row that it is about where the server tells that.
     *
     * @param rows where its first row begins
     */
    public StepFailedException failure(DialectStatement statement, Script.Position rows, SQLException e) {
        StepFailedException failure = failure(statement, e);
        OptionalInt row = dialect.copiedRow(e);
        return row.isEmpty()
                ? failure
                : StepFailedException.at(
                        new Script.Position(rows.line() + row.getAsInt() - 1, 1),
                        String.valueOf(failure.getMessage()),
                        failure.advice().equals(advice(ErrorCategory.OTHER))
                                ? "Correct this row, or the table that it does not fit, and migrate again."
                                : failure.advice(),
                        failure.getCause());
    }

    /** Says of what fails only since several scripts share a transaction that they need not. */
    public StepFailedException inOneTransaction(StepFailedException e) {
        String state = e.getCause() instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
        if (!dialect.product().equals("PostgreSQL") || !SHARED.contains(state)) {
            return e;
        }
        return StepFailedException.at(
                e.position().orElse(null),
                String.valueOf(e.getMessage()),
                "The scripts of this run share one transaction, and an earlier script in it causes this"
                        + " error. Migrate with transaction: script (--transaction script), which commits"
                        + " each script before the next.",
                e.getCause());
    }

    /** Says of what waited for others without success who they are: by now the wait is over, but they hardly are. */
    public StepFailedException withBlockers(StepFailedException e, Db db) {
        Blockers blockers = blockers(e, db);
        return blockers.sessions().isEmpty()
                ? e
                : StepFailedException.at(
                        e.position().orElse(null),
                        e.getMessage() + "\n" + blockers.sentence() + ".",
                        e.advice(),
                        e.getCause());
    }

    /** Returns whom a statement waited for without success that failed; no one where it failed for another reason. */
    public Blockers blockers(Throwable failure, Db db) {
        Throwable cause = failure instanceof StepFailedException ? failure.getCause() : failure;
        if (!(cause instanceof SQLException sql) || category(sql) != ErrorCategory.BUSY) {
            return Blockers.NONE;
        }
        try {
            return db.dialect()
                    .blockers(db.jdbc(), db.scripts().lastStatement())
                    .cleaned(source.secrets()::clean);
        } catch (SQLException e) {
            return Blockers.NONE;
        }
    }

    /** Tells, until it is closed, whom the statement waits for that a connection runs next. */
    public BlockerWatch watch(Db db, Waiting waiting) throws SQLException {
        return BlockerWatch.start(source, db, waiting);
    }

    /** Makes the error of something around a script. */
    public StepFailedException failure(SQLException e) {
        return StepFailedException.at(
                null, text(e), inScript(category(e)), source.secrets().clean(e));
    }
}
