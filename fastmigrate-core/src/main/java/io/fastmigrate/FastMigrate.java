package io.fastmigrate;

import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.internal.adopt.Adopter;
import io.fastmigrate.internal.engine.Database;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.engine.PublicCall;
import io.fastmigrate.internal.engine.Restore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * One database and the scripts that migrate it.
 *
 * <pre>{@code
 * FastMigrate fastMigrate = FastMigrate.sqlite(Path.of("data/app.db"))
 *         .migrations(Path.of("migrations"))
 *         .build();
 * fastMigrate.create();
 * Report report = fastMigrate.migrate();
 * }</pre>
 *
 * <p>Instances are immutable and safe for use by several threads; each call opens and closes its own connection. Any
 * number of them, in one process or many, may migrate one database at once: one does the work, the others wait.
 *
 * <p>All errors are {@link io.fastmigrate.error.FastMigrateException}s.
 */
public final class FastMigrate {

    private final Engine<?> engine;

    FastMigrate(Engine<?> engine) {
        this.engine = engine;
    }

    /** Starts with a SQLite database file; it need not exist yet. */
    public static FastMigrateBuilder sqlite(Path database) {
        return FastMigrateBuilder.forFile(database);
    }

    /**
     * Starts with what a person writes as {@code db}: the path of a SQLite file, a JDBC URL, or a text that
     * begins with the scheme of an adapter which {@link java.util.ServiceLoader} finds. One that names no database which
     * can be migrated is refused by {@link FastMigrateBuilder#build()}.
     */
    public static FastMigrateBuilder database(String pathOrUrl) {
        return FastMigrateBuilder.forText(pathOrUrl);
    }

    /** Starts with an application's own connections; an in-memory database will do. */
    public static FastMigrateBuilder dataSource(DataSource dataSource) {
        return FastMigrateBuilder.forDataSource(dataSource);
    }

    /**
     * Starts with a database that an adapter reaches. Pending scripts also bring one under management that has no version.
     *
     * @param db what the adapter's {@code getConnection} gets, and the scripts that are processes
     */
    public static FastMigrateBuilder adapter(DatabaseAdapter<?> adapter, String db) {
        return FastMigrateBuilder.forAdapter(adapter, db);
    }

    /** Starts with a database that an asynchronous adapter reaches. */
    public static FastMigrateBuilder adapter(AsyncDatabaseAdapter<?> adapter, String db) {
        return FastMigrateBuilder.forAdapter(adapter, db);
    }

    /**
     * Makes the database at version 0, with the folders above it; a versioned database is left alone.
     *
     * @throws io.fastmigrate.error.DatabaseUnmanagedException if there is an unversioned database
     */
    public Creation create() {
        return guarded(() -> engine.create());
    }

    /**
     * Reads the database's version. Never writes and never creates.
     *
     * @throws io.fastmigrate.error.DatabaseNotFoundException if there is no database
     * @throws io.fastmigrate.error.DatabaseUnmanagedException if it has no version
     */
    public Version version() {
        return guarded(() -> engine.version());
    }

    /** Compares the database with its scripts. Never writes; a missing or unmanaged database is a state, not an error. */
    public Status status() {
        return guarded(() -> engine.status());
    }

    /**
     * Proves that {@link #migrate()} would have nothing to do. Never writes and never creates.
     *
     * @throws io.fastmigrate.error.DatabaseBehindException if a script is pending
     * @throws io.fastmigrate.error.FastMigrateException what {@link #migrate()} would throw before its first script
     */
    public Status verify() {
        return guarded(() -> engine.verify());
    }

    /** Returns what {@link #migrate()} would do now, or throws what it would throw before its first script. */
    public Plan plan() {
        return guarded(() -> engine.plan());
    }

    /**
     * Runs every script with a number higher than the database's version, in order, and stops at the first that fails.
     *
     * @throws io.fastmigrate.error.ScriptFailedException with what was applied before
     */
    public Report migrate() {
        return guarded(() -> engine.migrate());
    }

    /** Writes a consistent copy beside the database, {@code <db>.<yyyyMMdd_HHmmss>.backup} in UTC, and returns its path. */
    public Path backUp() {
        return guarded(() -> engine.backUp());
    }

    /**
     * Runs every pending script on a copy, checks the copy, and removes it. The database itself is only read. Scripts
     * that are processes get the copy's path.
     *
     * @throws io.fastmigrate.error.ScriptFailedException if a script fails on the copy
     */
    public Rehearsal rehearse() {
        return guarded(() -> engine.rehearse());
    }

    /**
     * Puts a backup back in place of what the database holds; others who have the database open stay right.
     *
     * @return the version the database is at now
     * @throws io.fastmigrate.error.BackupFailedException if the database's version is higher than the backup's, since
     *     what was done since would be lost; or if the backup could not be put back
     */
    public Version restore(Path backup) {
        return guarded(() -> engine.restore(Database.inDefaultFileSystem("backup", backup), Restore.UNLESS_NEWER));
    }

    /** Puts a backup back, whatever the database has become since. */
    public Version restoreDiscardingNewer(Path backup) {
        return guarded(() -> engine.restore(Database.inDefaultFileSystem("backup", backup), Restore.DISCARDING_NEWER));
    }

    /**
     * Brings an unversioned database under management: writes its schema as {@code 0001-initial.sql} and sets version 1.
     *
     * @param tablesWithData tables whose rows the script also contains
     */
    public Enrollment enroll(List<String> tablesWithData) {
        return guarded(() -> engine.enroll(List.copyOf(tablesWithData)));
    }

    /** Enrolls the schema alone. */
    public Enrollment enroll() {
        return enroll(List.of());
    }

    /**
     * Takes a database over from Flyway or Liquibase: writes numbered scripts to the migrations directory, which must not
     * be there yet, proves that a database made by them has the same schema, and sets the version. The other tool's table
     * and scripts are left as they are.
     *
     * @throws io.fastmigrate.error.EnrollFailedException if the tool has not finished, its scripts cannot be taken over, or
     *     the proof fails; nothing was changed then
     */
    public Adoption adopt(Adoption.Source source) {
        return guarded(() -> new Adopter(engine.settings(), engine.backend()).adopt(source));
    }

    /** Does everything that {@link #adopt} does, the proof too, but changes neither the database nor the directory. */
    public Adoption planAdoption(Adoption.Source source) {
        return guarded(() -> new Adopter(engine.settings(), engine.backend()).plan(source));
    }

    /** Records the present text of a script that ran as the right one, and returns the new entry of the history. */
    public HistoryEntry accept(Version version) {
        return guarded(() -> engine.accept(version));
    }

    /**
     * Returns a script that rebuilds a table as it is, for a person to edit; see {@link TableRebuild}. Never writes.
     *
     * @param table its name without quotes, in any case
     * @throws io.fastmigrate.error.RebuildFailedException if there is no such table, or it cannot be rebuilt
     */
    public String rebuildScript(String table) {
        return guarded(() -> engine.rebuildScript(table, Optional.empty()));
    }

    /**
     * Returns a script that gives a table other columns, as {@link TableRebuild#columns} does. Whether SQLite takes them,
     * and what uses a column that goes away, is tried out in a transaction that is rolled back.
     *
     * @param table its name without quotes, in any case
     * @param columns what stands between the parentheses of {@code CREATE TABLE}
     * @throws io.fastmigrate.error.RebuildFailedException if there is no such table, or it cannot be rebuilt so
     */
    public String rebuildScript(String table, String columns) {
        return guarded(() -> engine.rebuildScript(table, Optional.of(columns)));
    }

    /** Returns the scripts, in order, whether they ran or not. Reads no database. */
    public List<Script> scripts() {
        return guarded(() -> engine.scripts());
    }

    /** Returns the backups of the database that lie beside it, the one made last at the end. */
    public List<Path> backups() {
        return guarded(() -> engine.backups());
    }

    /** Returns the same database and scripts with one more listener, told after those there are. */
    public FastMigrate withListener(MigrationListener listener) {
        return new FastMigrate(engine.withListener(listener));
    }

    /** Returns what messages call the database: an absolute path or a URL without secrets. */
    public String databaseName() {
        return engine.databaseName();
    }

    private <T> T guarded(Supplier<T> work) {
        return PublicCall.guarded(engine.databaseName(), work);
    }

    Engine<?> engine() {
        return engine;
    }
}
