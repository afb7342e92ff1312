package io.fastmigrate;

import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.adopt.Adopter;
import io.fastmigrate.internal.authoring.GitScripts;
import io.fastmigrate.internal.authoring.NewScript;
import io.fastmigrate.internal.authoring.Renumbering;
import io.fastmigrate.internal.authoring.Squash;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.engine.PublicCall;
import io.fastmigrate.internal.engine.Restore;
import io.fastmigrate.internal.port.SchemaNames;
import io.fastmigrate.internal.settings.Database;
import io.fastmigrate.internal.settings.Setting;
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
 * number of instances, in one or several processes, can migrate the same database at the same time: one migrates, the
 * others wait.
 *
 * <p>All errors are {@link io.fastmigrate.error.FastMigrateException}s.
 */
public final class FastMigrate {

    private final Engine<?> engine;

    FastMigrate(Engine<?> engine) {
        this.engine = engine;
    }

    /** Starts a builder for a SQLite database file, which does not have to exist yet. */
    public static FastMigrateBuilder sqlite(Path database) {
        return FastMigrateBuilder.forFile(database);
    }

    /**
     * Starts a builder for the database that a user writes as {@code db}: the path of a SQLite file, a JDBC URL, or a
     * text that begins with the scheme of an adapter that {@link java.util.ServiceLoader} finds. {@link
     * FastMigrateBuilder#build()} refuses a text that names no database that can be migrated.
     */
    public static FastMigrateBuilder database(String pathOrUrl) {
        return FastMigrateBuilder.forText(pathOrUrl);
    }

    /**
     * Starts a builder for the database of an application's {@code DataSource}, which can also be an in-memory
     * database.
     */
    public static FastMigrateBuilder dataSource(DataSource dataSource) {
        return FastMigrateBuilder.forDataSource(dataSource);
    }

    /**
     * Starts a builder for a database that an adapter connects to. A run with pending scripts also brings an
     * unversioned database under management.
     *
     * @param db the argument of the adapter's {@code getConnection}, and of scripts that are processes
     */
    public static FastMigrateBuilder adapter(DatabaseAdapter<?> adapter, String db) {
        return FastMigrateBuilder.forAdapter(adapter, db);
    }

    /** Starts a builder for a database that an asynchronous adapter connects to. */
    public static FastMigrateBuilder adapter(AsyncDatabaseAdapter<?> adapter, String db) {
        return FastMigrateBuilder.forAdapter(adapter, db);
    }

    /**
     * Creates the database at version 0, and its parent directories; a versioned database stays unchanged.
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
     * Checks that {@link #migrate()} would have nothing to do. Never writes and never creates.
     *
     * @throws io.fastmigrate.error.DatabaseBehindException if a script is pending
     * @throws io.fastmigrate.error.FastMigrateException if {@link #migrate()} would throw it before its first script
     */
    public Status verify() {
        return guarded(() -> engine.verify());
    }

    /**
     * Returns what {@link #migrate()} would do now. Throws the exceptions that it would throw before its first script.
     */
    public Plan plan() {
        return guarded(() -> engine.plan());
    }

    /**
     * Runs every script with a number higher than the database's version, in order, and stops at the first script that
     * fails.
     *
     * @throws io.fastmigrate.error.ScriptFailedException with a report of the scripts that were applied before
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
        return guarded(() -> engine.rehearser().onCopy());
    }

    /**
     * Runs every pending script on a copy that has the schema but no rows, for a database on a server that is too large to copy.
     * The result does not show what fails because of the rows, nor how long the scripts take.
     *
     * @throws io.fastmigrate.error.ScriptFailedException if a script fails on the copy
     */
    public Rehearsal rehearseSchema() {
        return guarded(() -> engine.rehearser().onCopyOfSchema());
    }

    /**
     * Replaces the content of the database with a backup; other programs may keep a SQLite file open, and must
     * not be connected to a database of PostgreSQL.
     *
     * @return the database's new version
     * @throws io.fastmigrate.error.BackupFailedException if the database's version is higher than the backup's, because
     *     the newer changes would be lost; or if the backup could not be restored
     */
    public Version restore(Path backup) {
        return guarded(() -> engine.restore(Database.inDefaultFileSystem("backup", backup), Restore.UNLESS_NEWER));
    }

    /**
     * Restores a backup, even if the database has a higher version than the backup, or none. Newer changes are lost.
     */
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

    /** Brings an unversioned database under management; the script contains no rows. */
    public Enrollment enroll() {
        return enroll(List.of());
    }

    /**
     * Adopts a database from Flyway or Liquibase: writes numbered scripts to the migrations directory, which must not
     * exist yet, verifies that they create the same schema on an empty database, and sets the version. The other tool's
     * table and scripts stay unchanged.
     *
     * @throws io.fastmigrate.error.EnrollFailedException if the other tool has not finished, its scripts cannot be
     *     adopted, or the verification fails; nothing was changed then
     */
    public Adoption adopt(Adoption.Source source) {
        return guarded(() -> new Adopter(engine.settings(), engine.backend()).adopt(source));
    }

    /**
     * Does everything that {@link #adopt} does, including the verification, but changes neither the database nor the
     * directory.
     */
    public Adoption planAdoption(Adoption.Source source) {
        return guarded(() -> new Adopter(engine.settings(), engine.backend()).plan(source));
    }

    /** Records the current text of an applied script as the correct one, and returns the new history entry. */
    public HistoryEntry accept(Version version) {
        return guarded(() -> engine.accept(version));
    }

    /**
     * Returns a script that rebuilds a table without a change, for the user to edit; see {@link TableRebuild}. Never
     * writes.
     *
     * @param table its name without quotes, in any case
     * @throws io.fastmigrate.error.RebuildFailedException if there is no such table, or it cannot be rebuilt
     */
    public String rebuildScript(String table) {
        return guarded(() -> engine.rebuildScript(table, Optional.empty()));
    }

    /**
     * Returns a script that gives a table other columns, as {@link TableRebuild#columns} does. A transaction that is
     * rolled back tests whether SQLite accepts them, and finds what uses a dropped column.
     *
     * @param table its name without quotes, in any case
     * @param columns the text between the parentheses of {@code CREATE TABLE}
     * @throws io.fastmigrate.error.RebuildFailedException if there is no such table, or it cannot be rebuilt in this
     *     way
     */
    public String rebuildScript(String table, String columns) {
        return guarded(() -> engine.rebuildScript(table, Optional.of(columns)));
    }

    /**
     * Writes a script with the next free number into the first directory of scripts, which is made if it is not there. Several
     * processes that do so at the same time get different numbers. Does not read the database.
     *
     * @param description a few words joined by hyphens, such as {@code add-posts}
     * @param body what follows the comments at its head; empty for a script that you are going to write
     * @param above the number is above this version, and above those of all scripts; {@link Version#ZERO} for the latter alone
     * @return the path of the script
     * @throws io.fastmigrate.error.InvalidSettingException if the description cannot be part of a file's name
     */
    public Path newScript(String description, Script.Kind kind, String body, Version above) {
        return guarded(() -> new NewScript(locations(), description, kind).write(above, body));
    }

    /**
     * Returns the highest number that scripts have in a commit of the Git repository of their directories; 0 without any. Asks the
     * program {@code git}, and does not read the database.
     *
     * @param reference a branch, a tag or another name of a commit, such as {@code origin/main}
     * @throws io.fastmigrate.error.InvalidSettingException if there is no such commit, no repository, or no program
     */
    public Version highestInGit(String reference) {
        return guarded(() -> new GitScripts(locations()).highest(reference));
    }

    /**
     * Gives a script that the database has not applied the next free number: renames its file. A script whose number is above
     * those of all others keeps it. A database that is missing or unmanaged has applied none.
     *
     * @param script its number, its file name if two have the number, or its path
     * @param above the number is above this version too
     * @return the path that the script has now
     * @throws io.fastmigrate.error.InvalidScriptException if the script was applied
     */
    public Path renumber(String script, Version above) {
        return guarded(
                () -> new Renumbering(locations(), engine.backend().read(), databaseName()).renumber(script, above));
    }

    /**
     * Replaces the first scripts by one, which has the number of the last and makes the schema that they make. It is verified on two
     * empty databases: files beside the scripts, on a server databases that are dropped again. The old scripts are moved to the directory
     * {@code squashed/NNNN-NNNN}. A database that has applied them needs nothing; a new one runs the new script.
     *
     * @return the new script
     * @throws io.fastmigrate.error.EnrollFailedException if the scripts insert rows, if the database has not applied all of them, or if
     *     the verification fails; nothing was changed then
     */
    public Path squash(Version first, Version last) {
        return guarded(() -> new Squash(engine, first, last).write(Squash.Content.SCHEMA));
    }

    /** Does what {@link #squash} does; the new script also inserts the rows that the scripts insert into an empty database. */
    public Path squashWithData(Version first, Version last) {
        return guarded(() -> new Squash(engine, first, last).write(Squash.Content.SCHEMA_AND_ROWS));
    }

    /** Returns all scripts, applied or not, in order. Does not read the database. */
    public List<Script> scripts() {
        return guarded(() -> engine.scripts());
    }

    /** Returns the backups beside the database, the newest one last. */
    public List<Path> backups() {
        return guarded(() -> engine.backups());
    }

    /**
     * Returns an instance for the same database and scripts with one more listener, which is called after the others.
     */
    public FastMigrate withListener(MigrationListener listener) {
        return new FastMigrate(engine.withListener(listener));
    }

    /** Returns the name of the database in messages: an absolute path, or a URL without secrets, with its schema if one is set. */
    public String databaseName() {
        return engine.databaseName();
    }

    /** Returns the schema that the scripts run in, on MySQL and MariaDB the database; empty where there is none, as on SQLite. */
    public Optional<String> schema() {
        return guarded(() -> engine.schemas().map(SchemaNames::own).filter(name -> !name.isEmpty()));
    }

    /**
     * Returns the schemas of the database, on MySQL and MariaDB the databases of the server: those that this user sees, without
     * the system's, in the order of their names. A {@link Fleet} migrates a tenant in each.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if it is a database that has none, as SQLite
     */
    public List<String> schemas() {
        return guarded(() -> engine.schemas()
                .orElseThrow(() -> InvalidSettingException.of(
                        "This database has no schemas: " + engine.databaseName() + ".",
                        "Give each tenant a separate database (fastmigrate.tenants.db, or Fleet.of)."))
                .all());
    }

    private List<String> locations() {
        return engine.settings().get(Setting.MIGRATIONS);
    }

    private <T> T guarded(Supplier<T> work) {
        return PublicCall.guarded(engine.databaseName(), work);
    }

    Engine<?> engine() {
        return engine;
    }
}
