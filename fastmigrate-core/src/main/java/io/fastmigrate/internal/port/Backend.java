package io.fastmigrate.internal.port;

import io.fastmigrate.Creation;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One database. Immutable and safe for use by several threads; every call opens and closes its own connection.
 *
 * @param <S> what it knows of a script that it has read
 */
public interface Backend<S extends Step> {

    /** Returns what messages call the database: an absolute path, or a URL without secrets. */
    String name();

    boolean can(Capability capability);

    /** Tells whether scripts are written in SQLite's SQL. */
    default boolean isSqlite() {
        return false;
    }

    /** Returns what is known of the statements of scripts; empty for SQLite, and where an adapter runs them. */
    default Optional<DialectRules> statementRules() {
        return Optional.empty();
    }

    /** Reads presence, version and history. Never writes, never creates, takes no lock. */
    Snapshot read();

    /** Reads as {@link #read} does, for somebody who needs no history of the numbered scripts; it may be left out. */
    default Snapshot readVersion() {
        return read();
    }

    /** Returns the error that says that there is no database, and what to do in its case. */
    default DatabaseNotFoundException missing() {
        return Bridge.errors().databaseNotFound(name());
    }

    /** Tells whether the database takes no writes because it follows another one, which does. */
    default boolean isReplica() {
        return false;
    }

    /** Returns the error that says that this database has no version, and what to do in its case. */
    DatabaseUnmanagedException unmanaged();

    /** Tells whether the database itself is damaged, so that its scripts cannot be blamed for the failure. */
    default boolean isDamage(Throwable failure) {
        return false;
    }

    /** Removes what killed processes left behind beside the database, where no one uses it. Never waits. */
    default void removeLeftOvers() {}

    /**
     * Returns this backend for a FastMigrate that has other listeners.
     *
     * @param output is told each line that an adapter's own program writes, in another thread
     */
    default Backend<S> withOutput(BiConsumer<Script, String> output) {
        return this;
    }

    /** Makes the database at version 0; one that is managed is left alone. */
    Creation create();

    /**
     * Gives a database that is there and empty version 0; one that is managed is left alone.
     *
     * @throws DatabaseNotFoundException if it is not there, or its schema is not
     */
    default Creation createWhereEmpty() {
        return create();
    }

    /** Returns the schemas beside each other in this database; empty where there is no such thing. */
    default Optional<SchemaNames> schemas() {
        return Optional.empty();
    }

    /** Returns what limits how many databases are migrated at the same time; empty where nothing does that is known. */
    default Optional<ConnectionLimit> connectionLimit() {
        return Optional.empty();
    }

    /** Reads a script and decides how it will run. Reads no database. */
    S plan(Script script);

    /**
     * Returns the checksum of a script, for which it need not be known how the script would run. Reads no database.
     *
     * @throws io.fastmigrate.error.InvalidScriptException if its text is broken
     */
    default ScriptChecksum checksum(Script script) {
        return plan(script).checksum();
    }

    /**
     * Reads which objects a script makes and names. Reads no database.
     *
     * @throws io.fastmigrate.error.InvalidScriptException if the script's text is broken
     */
    default ScriptNames names(Script script) {
        return ScriptNames.NONE;
    }

    /** Returns what the scripts will do to rows that they do not name, as far as the database of now tells. */
    default List<Warning> foreseen(List<S> steps) {
        return List.of();
    }

    /**
     * Says why an atomic script cannot share one transaction with others, as a sentence for people without its full stop;
     * empty where it can.
     */
    default Optional<String> apart(S step) {
        return Optional.empty();
    }

    /** Tells whether {@link #plan} looks at nothing but the script, whatever is known of the database by then. */
    default boolean plansByScriptAlone() {
        return false;
    }

    /**
     * Waits for the migration lock and opens the connection that migrates; the caller closes the session.
     *
     * @throws io.fastmigrate.error.LockTimeoutException if another process holds the lock for too long
     */
    Session<S> open(Waiting waiting);

    /**
     * Tells whether a run has one session that it also reads with, before anything is known to be pending. Such a session
     * is opened without the lock: {@link Session#lock}.
     */
    default boolean readsInSession() {
        return false;
    }

    /** Says which guarantees this database or its adapter does not give, in sentences for people; empty where all are given. */
    default Optional<String> limitations() {
        return Optional.empty();
    }

    /** Writes a consistent copy beside the database. */
    Path backUp(CopyListener listener);

    /** Makes a copy to try something on, out of everybody's way; the caller closes it. */
    Copy copy();

    /** Makes a copy of the definitions, with no rows but those of our own tables. */
    default Copy copyOfSchema() {
        throw InvalidSettingException.of(
                "A rehearsal without rows is for databases on servers, and this is none: " + name() + ".",
                "Rehearse on a whole copy, without --schema-only.");
    }

    /** Returns all backups of this database beside it, in the order in which they were made. */
    List<Path> backups();

    /**
     * Removes the oldest backups beyond those to keep: never the one just made, and none that a run in progress has made.
     *
     * @param keep how many stay; 0 for all
     * @throws io.fastmigrate.error.BackupFailedException if one could not be removed
     */
    default void pruneBackups(int keep, Path made) {}

    /**
     * Reads what a backup of this database holds.
     *
     * @throws io.fastmigrate.error.BackupFailedException if it could not be restored anyway
     */
    Snapshot readBackup(Path backup);

    /** Returns the error that says why the schema cannot be written as a script, and what to do. */
    default EnrollFailedException cannotEnroll() {
        return Bridge.errors()
                .enrollFailed(
                        "The schema of this database cannot be written as a script: " + name() + ".",
                        "Write it as script 0001 by hand, and set the version to 1 in databases that already have it.",
                        null);
    }

    /** Returns the same backend, which waits for others as long as it is told, and tells of it. */
    default Backend<S> waitingAs(Waiting waiting) {
        return this;
    }

    /** Returns the schema of an unmanaged database, and the rows of some tables, as a script that makes them. */
    String dumpSchema(List<String> tablesWithData);

    /**
     * Returns a script that rebuilds a table, where the database needs that to change it.
     *
     * @param columns new definitions of its columns; empty to make it as it is
     * @throws RebuildFailedException if the table cannot be rebuilt, or this database needs no such thing
     */
    default String rebuildScript(String table, Optional<String> columns) {
        throw Bridge.errors()
                .rebuildFailed(
                        "Only tables of SQLite can be rebuilt, and this is another database: " + name() + ".",
                        "Change table " + table + " by ALTER TABLE.",
                        null);
    }

    /** Returns what looks at the schema; empty for a database of which this program reads no definitions. */
    default Optional<SchemaInspection> inspection() {
        return Optional.empty();
    }
}
