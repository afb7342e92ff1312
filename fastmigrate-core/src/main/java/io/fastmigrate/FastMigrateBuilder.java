package io.fastmigrate;

import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.internal.adapter.AdapterBackend;
import io.fastmigrate.internal.engine.Database;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.engine.PublicCall;
import io.fastmigrate.internal.engine.Setting;
import io.fastmigrate.internal.engine.Settings;
import io.fastmigrate.internal.port.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Collects the settings of a {@link FastMigrate}. Not thread safe. Every setting has a default. Each value is checked at once:
 * null is a {@link NullPointerException}, a value that cannot mean anything an {@link
 * io.fastmigrate.error.InvalidSettingException}; both name the setting.
 */
public final class FastMigrateBuilder {

    /** The backend is made last, since it may depend on every setting. */
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

    /** The user of a database on a server; the URL's or the data source's by default. */
    public FastMigrateBuilder username(String name) {
        return set(Setting.USERNAME, name);
    }

    /** The user's password; the URL's or the data source's by default. It is shown nowhere. */
    public FastMigrateBuilder password(String password) {
        return set(Setting.PASSWORD, password);
    }

    /**
     * Where on a server the scripts run and the version is kept: a schema (PostgreSQL, H2, DuckDB) or a database (MySQL,
     * MariaDB); the connection's own by default. {@code create()} makes it where it is not there.
     */
    public FastMigrateBuilder schema(String name) {
        return set(Setting.SCHEMA, name);
    }

    /** How long a server that does not answer, or is starting, is tried for; 10 seconds by default. */
    public FastMigrateBuilder connectTimeout(Duration timeout) {
        return set(Setting.CONNECT_TIMEOUT, timeout);
    }

    /**
     * The directory of the scripts; {@code migrations} by default.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if it is in another file system than the default one
     */
    public FastMigrateBuilder migrations(Path directory) {
        Setting.MIGRATIONS.present(directory);
        return migrations(
                Database.inDefaultFileSystem("migrations directory", directory).toString());
    }

    /** A directory's path, or {@code classpath:} and a place on the class path. */
    public FastMigrateBuilder migrations(String location) {
        return set(Setting.MIGRATIONS, location);
    }

    /** The class loader that {@code classpath:} means; the thread's context class loader by default. */
    public FastMigrateBuilder classLoader(ClassLoader classLoader) {
        return set(Setting.CLASS_LOADER, classLoader);
    }

    /** Adds migrations written in Java. */
    public FastMigrateBuilder javaMigrations(Collection<? extends JavaMigration> migrations) {
        return add(Setting.JAVA_MIGRATIONS, migrations);
    }

    /** Adds a listener; listeners are told in the order of their adding. */
    public FastMigrateBuilder listener(MigrationListener listener) {
        return add(Setting.LISTENERS, Collections.singletonList(listener));
    }

    /** What a script means whose number the database passed before it appeared; {@link Policy#FAIL} by default. */
    public FastMigrateBuilder lateScripts(Policy policy) {
        return set(Setting.LATE_SCRIPTS, policy);
    }

    /** What a script means that was edited after it ran; {@link Policy#FAIL} by default. */
    public FastMigrateBuilder changedScripts(Policy policy) {
        return set(Setting.CHANGED_SCRIPTS, policy);
    }

    /** What a database means that is ahead of the highest script; {@link Policy#WARN} by default. */
    public FastMigrateBuilder onAhead(Policy policy) {
        return set(Setting.ON_AHEAD, policy);
    }

    /**
     * Makes an error of what is a warning else: names that look meant but break the naming rule, and comments that are never
     * closed and so hide the rest of a script.
     */
    public FastMigrateBuilder strictNaming() {
        return strictNaming(true);
    }

    /** Switches {@link #strictNaming()} on or off; false by default. */
    public FastMigrateBuilder strictNaming(boolean strict) {
        return set(Setting.STRICT_NAMING, strict);
    }

    /** Keeps no {@code _fastmigrate_history}; late and changed scripts are then not noticed. */
    public FastMigrateBuilder withoutHistory() {
        return history(false);
    }

    /** The opposite of {@link #withoutHistory}; true by default. */
    public FastMigrateBuilder history(boolean kept) {
        return set(Setting.HISTORY, kept);
    }

    /**
     * Runs every INSERT of a script by itself. By default consecutive INSERTs of literals into a table without triggers run
     * as one of several rows where nothing can tell, which takes less than half the time.
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

    /** How long a {@code .py} or {@code .sh} script may run before its process tree is ended; without limit by default. */
    public FastMigrateBuilder scriptTimeout(Duration timeout) {
        return set(Setting.SCRIPT_TIMEOUT, timeout);
    }

    /**
     * How long each hook of an asynchronous adapter or of a {@code config.py} may take before it is cancelled; without
     * limit by default.
     */
    public FastMigrateBuilder hookTimeout(Duration timeout) {
        return set(Setting.HOOK_TIMEOUT, timeout);
    }

    /** The program that runs {@code .py} scripts; {@code python3} by default. */
    public FastMigrateBuilder python(String program) {
        return set(Setting.PYTHON, program);
    }

    /** The program that runs {@code .sh} scripts; {@code sh} by default. */
    public FastMigrateBuilder shell(String program) {
        return set(Setting.SHELL, program);
    }

    /**
     * Makes a backup before the first script of a run; a run with nothing pending makes none, nor does one on a database that
     * {@link FastMigrate#create} of the same object made, and that holds nothing yet.
     */
    public FastMigrateBuilder backUpFirst() {
        return backUpFirst(true);
    }

    /** Switches {@link #backUpFirst()} on or off; false by default. */
    public FastMigrateBuilder backUpFirst(boolean wanted) {
        return set(Setting.BACK_UP_FIRST, wanted);
    }

    /**
     * Puts the state of before the run back, in place, when a script fails; makes a backup before the first one for it.
     * What others have committed since the backup is never undone: then, and where it cannot be told, nothing is put back,
     * and the error says what each choice loses.
     */
    public FastMigrateBuilder restoreOnFailure() {
        return restoreOnFailure(true);
    }

    /** Switches {@link #restoreOnFailure()} on or off; false by default. */
    public FastMigrateBuilder restoreOnFailure(boolean wanted) {
        return set(Setting.RESTORE_ON_FAILURE, wanted);
    }

    /** How much one transaction holds; {@link TransactionScope#SCRIPT} by default. */
    public FastMigrateBuilder transaction(TransactionScope scope) {
        return set(Setting.TRANSACTION, scope);
    }

    /**
     * Where the backups of a database go that is no file; the directory {@code backups} by default. Those of a file stand
     * beside it; of a DuckDB database only where nothing else is said here.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if it is in another file system than the default one
     */
    public FastMigrateBuilder backupDirectory(Path directory) {
        Setting.BACKUP_DIRECTORY.present(directory);
        return set(Setting.BACKUP_DIRECTORY, Database.inDefaultFileSystem("backup directory", directory));
    }

    /**
     * The program that backs a database on a server up, {@code pg_dump} or {@code mariadb-dump}; the one on the search
     * path that fits the server by default. The script timeout limits it too.
     */
    public FastMigrateBuilder dumpTool(String program) {
        return set(Setting.DUMP_TOOL, program);
    }

    /**
     * How many backups to keep: after each new one the oldest beyond that are removed, but never the new one, and none of a run
     * in progress; 0, the default, keeps all.
     */
    public FastMigrateBuilder keepBackups(int newest) {
        return set(Setting.KEEP_BACKUPS, newest);
    }

    /** Who the history says applied the scripts; user and host by default. */
    public FastMigrateBuilder appliedBy(String name) {
        return set(Setting.APPLIED_BY, name);
    }

    /**
     * Builds the {@link FastMigrate}.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if settings cannot mean anything, or name no database that
     *     can be migrated
     */
    public FastMigrate build() {
        return PublicCall.guarded("the database", () -> new FastMigrate(Engine.of(settings, database.apply(settings))));
    }
}
