package io.fastmigrate.internal.port;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.sql.names.ScriptNames;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The connection that scripts run on: the pieces of which the engine makes a unit of work. None of them decides; they stand
 * here in the order in which they are called.
 *
 * @param <S> the steps that the database's own {@link Backend#plan} makes
 */
public interface ScriptConnection<S extends Step> {

    /** Tells whether what failed, and was rolled back, must run again. */
    @FunctionalInterface
    interface Retry {

        Retry NEVER = failure -> false;

        /** Waits before it says so, where others have to end first. */
        boolean again(Throwable failure);
    }

    /** Makes the connection ready for a unit that runs no script; in no transaction. */
    default void prepare() throws SQLException {}

    /** Makes the connection ready for a unit whose first script this is; in no transaction. */
    void prepare(S first) throws SQLException, IOException;

    /** Makes the connection ready for a unit that brings an unmanaged database under management; after it was prepared. */
    default void prepareToTakeOver() throws SQLException {}

    /** Says how a transaction, in which these scripts run, or are recorded, is tried again. */
    default Retry retry(List<S> steps) {
        return Retry.NEVER;
    }

    /** Reads the version in no transaction, or in one that is over before this returns. */
    Version version() throws SQLException;

    /** Makes the history's table where it is missing; before a transaction, which this would end on some databases. */
    default void prepareHistory() throws SQLException {}

    /** Makes the table of repeatable scripts where it is missing; before a transaction, as {@link #prepareHistory}. */
    default void prepareRepeatable() throws SQLException {}

    /** Begins a transaction in which no script runs. A database without transactions begins none. */
    void begin() throws SQLException;

    /** Begins a transaction as its first script wants it, after what of that script must run before. */
    void begin(S first, StepContext context) throws SQLException, IOException;

    /** Makes the version's table, at 0, in the transaction. */
    default void createMeta() throws SQLException {
        throw new IllegalStateException("The backend cannot enroll.");
    }

    /** Reads the version before a script, and keeps others from changing it until the transaction ends. */
    default Version lockedVersion() throws SQLException {
        return version();
    }

    /** Reads in the transaction which checksum a repeatable script had when it ran last; empty if it never ran. */
    default Optional<String> recorded(Script script) throws SQLException {
        throw new IllegalStateException("The backend keeps no record of repeatable scripts.");
    }

    /** Drops views in the transaction, as far as they are there, which its scripts make again, and keeps what was granted on them. */
    default void dropToRemake(List<ScriptNames.Made> views) throws SQLException {}

    /** Runs a script in the transaction, and checks what it did. */
    void run(S step, StepContext context) throws SQLException, IOException;

    /** Runs the script that makes the schema which the database has already, where that proves something. */
    default void enroll(S step, StepContext context) throws SQLException, IOException {
        run(step, context);
    }

    /** Runs a script to its end that cannot run in one transaction, or that is a process. */
    void runOutside(S step, StepContext context) throws SQLException, IOException;

    /** Does what {@link #lockedVersion} does, after a script that ran outside the transaction. */
    default Version versionAfter(S done, Version from) throws SQLException {
        return lockedVersion();
    }

    /** Tells whether another process may have had the migration lock since the script was prepared. */
    default boolean gaveLockBack() {
        return false;
    }

    /**
     * Sets the version of a script that has run and adds its entry to the history, whatever the script has chosen, such as a role. May
     * be put off until the next script of the transaction, or until the transaction is committed.
     *
     * @param from the version before it
     * @param entry empty where none is kept of it
     */
    default void keep(S done, Version from, Optional<HistoryEntry> entry) throws SQLException {
        setVersion(done, from);
        if (entry.isPresent()) {
            record(entry.get());
        }
    }

    /**
     * Sets the version, and reads it back, since a trigger can undo it without an error.
     *
     * @param done the script whose version it is
     * @param from the version before it
     */
    void setVersion(S done, Version from) throws SQLException;

    /** Adds an entry to the history, or replaces the one of its version; that of a repeatable script is kept by its name, elsewhere. */
    void record(HistoryEntry entry) throws SQLException;

    /** Forgets, in the transaction that sets the version, how far a script came. */
    default void forgetCheckpoints(S done) throws SQLException {}

    void commit() throws SQLException;

    /** Does what scripts want done after their transaction; what fails now is not rolled back. */
    default void committed() throws SQLException {}

    /** Ends whatever transaction there is; there may be none. Never throws: another failure led here. */
    void rollBack();

    /** Returns a unit's failure as the failure of the script that ran. */
    RuntimeException failure(Exception e);

    /** Returns the failure of a unit that ran no script. */
    RuntimeException failureWithoutScript(Exception e);

    /** Puts the connection in order after a unit. */
    default void finish(boolean succeeded) {}
}
