package io.fastmigrate;

import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.internal.adapter.AdapterBackend;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.engine.PublicCall;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.settings.Database;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Collects the settings of a {@link FastMigrate}. Not thread safe. Every setting has a default. Each value is checked
 * at once: null causes a {@link NullPointerException}, an invalid value an {@link
 * io.fastmigrate.error.InvalidSettingException}; both name the setting.
 */
public final class FastMigrateBuilder {

    /** The backend is created last, because it may depend on every setting. */
    private final Function<Settings, Backend<?>> database;

    private Settings settings = Settings.DEFAULTS;

    private FastMigrateBuilder(Function<Settings, Backend<?>> database) {
        this.database = database;
    }

    private <T> FastMigrateBuilder set(Setting<T> setting, T value) {
        settings = settings.with(setting, value);
        return this;
    }

    private <E> FastMigrateBuilder add(Setting<List<E>> setting, Collection<? extends E> more) {
        settings = settings.withMore(setting, more);
        return this;
    }

    static FastMigrateBuilder forFile(Path database) {
        Objects.requireNonNull(database, "database");
        return new FastMigrateBuilder(settings -> Database.file(database));
    }

    static FastMigrateBuilder forText(String pathOrUrl) {
        Objects.requireNonNull(pathOrUrl, "pathOrUrl");
        return new FastMigrateBuilder(settings -> Database.of(pathOrUrl, settings));
    }

    static FastMigrateBuilder forAdapter(DatabaseAdapter<?> adapter, String db) {
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(db, "db");
        return new FastMigrateBuilder(settings -> AdapterBackend.of(adapter, db));
    }

    static FastMigrateBuilder forAdapter(AsyncDatabaseAdapter<?> adapter, String db) {
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(db, "db");
        return new FastMigrateBuilder(settings -> AdapterBackend.of(adapter, db, settings.limit(Setting.HOOK_TIMEOUT)));
    }

    static FastMigrateBuilder forDataSource(DataSource dataSource) {
        Objects.requireNonNull(dataSource, "dataSource");
        return new FastMigrateBuilder(settings -> Database.dataSource(dataSource, settings.access()));
    }

    /** User name for a database on a server; by default that of the URL or the data source. */
    public FastMigrateBuilder username(String name) {
        return set(Setting.USERNAME, name);
    }

    /** The user's password; by default that of the URL or the data source. It is never shown. */
    public FastMigrateBuilder password(String password) {
        return set(Setting.PASSWORD, password);
    }

    /**
     * Where on a server the scripts run and the version is stored: a schema (PostgreSQL, H2, DuckDB) or a database
     * (MySQL, MariaDB); by default that of the connection. {@code create()} creates it if it does not exist.
     */
    public FastMigrateBuilder schema(String name) {
        return set(Setting.SCHEMA, name);
    }

    /** How long to retry a server that does not answer or is still starting; 10 seconds by default. */
    public FastMigrateBuilder connectTimeout(Duration timeout) {
        return set(Setting.CONNECT_TIMEOUT, timeout);
    }

    /**
     * Directory of the scripts; {@code migrations} by default.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if it is not in the default file system
     */
    public FastMigrateBuilder migrations(Path directory) {
        return migrations(new Path[] {directory});
    }

    /**
     * The directories of the scripts. Together they are one sequence: a number that is in two of them is an error.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if there is none, or one is in another file system than the
     *     default one
     */
    public FastMigrateBuilder migrations(Path... directories) {
        List<String> locations = new ArrayList<>();
        for (Path directory : Setting.MIGRATIONS.present(directories)) {
            Path known = Database.inDefaultFileSystem("migrations directory", Setting.MIGRATIONS.present(directory));
            locations.add(known.toString());
        }
        return set(Setting.MIGRATIONS, locations);
    }

    /** Path of a directory, or {@code classpath:} and a location on the class path. */
    public FastMigrateBuilder migrations(String location) {
        return migrations(new String[] {location});
    }

    /**
     * Several such locations. Together they are one sequence: a number that is in two of them is an error.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if there is none
     */
    public FastMigrateBuilder migrations(String... locations) {
        return set(Setting.MIGRATIONS, Arrays.asList(Setting.MIGRATIONS.present(locations)));
    }

    /** Class loader for {@code classpath:} locations; by default the thread's context class loader. */
    public FastMigrateBuilder classLoader(ClassLoader classLoader) {
        return set(Setting.CLASS_LOADER, classLoader);
    }

    /** Adds migrations written in Java. */
    public FastMigrateBuilder javaMigrations(Collection<? extends JavaMigration> migrations) {
        return add(Setting.JAVA_MIGRATIONS, migrations);
    }

    /** Adds a listener; listeners are called in the order in which they were added. */
    public FastMigrateBuilder listener(MigrationListener listener) {
        return add(Setting.LISTENERS, Collections.singletonList(listener));
    }

    /**
     * What to do about a script with a number at or below the database's version that was never applied; {@link
     * Policy#FAIL} by default.
     */
    public FastMigrateBuilder lateScripts(Policy policy) {
        return set(Setting.LATE_SCRIPTS, policy);
    }

    /** What to do about a script that was edited after it was applied; {@link Policy#FAIL} by default. */
    public FastMigrateBuilder changedScripts(Policy policy) {
        return set(Setting.CHANGED_SCRIPTS, policy);
    }

    /** What to do about a database that is ahead of the highest script; {@link Policy#WARN} by default. */
    public FastMigrateBuilder onAhead(Policy policy) {
        return set(Setting.ON_AHEAD, policy);
    }

    /**
     * Runs pending scripts up to and with this number, which need not be that of a script; by default all of them. A
     * database with a higher version is an error, as scripts are never undone.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if it is not from 1 to 9999
     */
    public FastMigrateBuilder target(int number) {
        return set(Setting.TARGET, number);
    }

    /** The same as {@link #target(int)}. */
    public FastMigrateBuilder target(Version version) {
        return target(Setting.TARGET.present(version).number());
    }

    /**
     * Puts a text into {@code .sql} scripts, in the place of {@code ${name}} outside comments. With any value set, a
     * name without a value is an error; without one, {@code ${...}} is plain text. The checksum of a script is that of the script as
     * written.
     *
     * @param name letters, digits, dots, dashes and underscores
     * @param text is put in as it is: quotes in it are not escaped, and names in it are not replaced
     * @throws io.fastmigrate.error.InvalidSettingException if the name has other characters
     */
    public FastMigrateBuilder value(String name, String text) {
        settings = settings.withValue(name, text);
        return this;
    }

    /**
     * Turns two warnings into errors: a file name that looks like a script but breaks the naming rule, and a comment
     * that is never closed and hides the rest of a script.
     */
    public FastMigrateBuilder strictNaming() {
        return strictNaming(true);
    }

    /** Switches {@link #strictNaming()} on or off; false by default. */
    public FastMigrateBuilder strictNaming(boolean strict) {
        return set(Setting.STRICT_NAMING, strict);
    }

    /** Does not keep the table {@code _fastmigrate_history}; late and changed scripts are then not detected. */
    public FastMigrateBuilder withoutHistory() {
        return history(false);
    }

    /** The opposite of {@link #withoutHistory}; true by default. */
    public FastMigrateBuilder history(boolean kept) {
        return set(Setting.HISTORY, kept);
    }

    /**
     * Runs every INSERT of a script separately. By default, consecutive INSERTs of literals into a table without
     * triggers run as one INSERT of several rows if the result is the same, which takes less than half the time.
     */
    public FastMigrateBuilder withoutJoinedInserts() {
        return joinInserts(false);
    }

    /** The opposite of {@link #withoutJoinedInserts}; true by default. */
    public FastMigrateBuilder joinInserts(boolean join) {
        return set(Setting.JOIN_INSERTS, join);
    }

    /** How long to wait for other processes and for a locked database; 60 seconds by default. */
    public FastMigrateBuilder lockTimeout(Duration timeout) {
        return set(Setting.LOCK_TIMEOUT, timeout);
    }

    /**
     * Timeout for a {@code .py} or {@code .sh} script, after which its process and all processes that it started are
     * killed; no limit by default.
     */
    public FastMigrateBuilder scriptTimeout(Duration timeout) {
        return set(Setting.SCRIPT_TIMEOUT, timeout);
    }

    /**
     * Timeout for each hook of an asynchronous adapter or of a {@code config.py}, after which it is cancelled; no limit
     * by default.
     */
    public FastMigrateBuilder hookTimeout(Duration timeout) {
        return set(Setting.HOOK_TIMEOUT, timeout);
    }

    /** Program that runs {@code .py} scripts; {@code python3} by default. */
    public FastMigrateBuilder python(String program) {
        return set(Setting.PYTHON, program);
    }

    /** Program that runs {@code .sh} scripts; {@code sh} by default. */
    public FastMigrateBuilder shell(String program) {
        return set(Setting.SHELL, program);
    }

    /**
     * Makes a backup before the first script of a run. A run without pending scripts makes none, nor does a run on an
     * empty database that {@link FastMigrate#create} of the same object created.
     */
    public FastMigrateBuilder backUpFirst() {
        return backUpFirst(true);
    }

    /** Switches {@link #backUpFirst()} on or off; false by default. */
    public FastMigrateBuilder backUpFirst(boolean wanted) {
        return set(Setting.BACK_UP_FIRST, wanted);
    }

    /**
     * Restores the state from before the run, in place, when a script fails; for this it makes a backup before the
     * first script. What others have committed since the backup is never undone: then, and where it cannot be told,
     * nothing is put back, and the error says what each choice loses.
     */
    public FastMigrateBuilder restoreOnFailure() {
        return restoreOnFailure(true);
    }

    /** Switches {@link #restoreOnFailure()} on or off; false by default. */
    public FastMigrateBuilder restoreOnFailure(boolean wanted) {
        return set(Setting.RESTORE_ON_FAILURE, wanted);
    }

    /** Scope of a transaction; {@link TransactionScope#SCRIPT} by default. */
    public FastMigrateBuilder transaction(TransactionScope scope) {
        return set(Setting.TRANSACTION, scope);
    }

    /**
     * Directory for backups of a database that is not a file; {@code backups} by default. Backups of a SQLite file are
     * beside it; those of a DuckDB file too, unless this is set.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if it is not in the default file system
     */
    public FastMigrateBuilder backupDirectory(Path directory) {
        Setting.BACKUP_DIRECTORY.present(directory);
        return set(Setting.BACKUP_DIRECTORY, Database.inDefaultFileSystem("backup directory", directory));
    }

    /**
     * Program that backs up a database on a server, {@code pg_dump} or {@code mariadb-dump}; by default the one on the
     * search path that matches the server. The script timeout also applies to it.
     */
    public FastMigrateBuilder dumpTool(String program) {
        return set(Setting.DUMP_TOOL, program);
    }

    /**
     * How many backups to keep: after a new backup, the oldest ones beyond this number are removed, but never the new
     * one, and none of a run in progress; 0, the default, keeps all.
     */
    public FastMigrateBuilder keepBackups(int newest) {
        return set(Setting.KEEP_BACKUPS, newest);
    }

    /** Name that the history records for who applied the scripts; user and host by default. */
    public FastMigrateBuilder appliedBy(String name) {
        return set(Setting.APPLIED_BY, name);
    }

    /**
     * Builds the {@link FastMigrate}.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if settings are invalid together, or name no database that
     *     can be migrated
     */
    public FastMigrate build() {
        return PublicCall.guarded("the database", () -> new FastMigrate(Engine.of(settings, database.apply(settings))));
    }
}
