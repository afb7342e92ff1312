package io.fastmigrate;

import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.internal.adapter.AdapterBackend;
import io.fastmigrate.internal.engine.Database;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.engine.PublicCall;
import io.fastmigrate.internal.engine.SettingChecks;
import io.fastmigrate.internal.engine.Settings;
import io.fastmigrate.internal.script.ScriptLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Collects the settings of a {@link FastMigrate}. Not thread safe. Every setting has a default. Each value is checked at once:
 * null is a {@link NullPointerException}, a value that cannot mean anything an {@link
 * io.fastmigrate.error.InvalidSettingException}; both name the setting.
 */
public final class FastMigrateBuilder {

    private final Settings settings;

    private FastMigrateBuilder(Settings settings) {
        this.settings = settings;
    }

    static FastMigrateBuilder forFile(Path database) {
        Objects.requireNonNull(database, "database");
        return new FastMigrateBuilder(Settings.of(settings -> Database.file(database)));
    }

    static FastMigrateBuilder forText(String pathOrUrl) {
        Objects.requireNonNull(pathOrUrl, "pathOrUrl");
        return new FastMigrateBuilder(Settings.of(settings -> Database.of(pathOrUrl, settings)));
    }

    static FastMigrateBuilder forAdapter(DatabaseAdapter<?> adapter, String db) {
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(db, "db");
        return new FastMigrateBuilder(Settings.of(settings -> AdapterBackend.of(adapter, db)));
    }

    static FastMigrateBuilder forAdapter(AsyncDatabaseAdapter<?> adapter, String db) {
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(db, "db");
        return new FastMigrateBuilder(Settings.of(settings -> AdapterBackend.of(adapter, db, settings.hookTimeout())));
    }

    static FastMigrateBuilder forDataSource(DataSource dataSource) {
        Objects.requireNonNull(dataSource, "dataSource");
        return new FastMigrateBuilder(Settings.of(settings -> Database.dataSource(dataSource, settings.access())));
    }

    /** The user of a database on a server; the URL's or the data source's by default. */
    public FastMigrateBuilder username(String name) {
        settings.username = SettingChecks.present("username", name);
        return this;
    }

    /** The user's password; the URL's or the data source's by default. It is shown nowhere. */
    public FastMigrateBuilder password(String password) {
        settings.password = SettingChecks.present("password", password);
        return this;
    }

    /**
     * Where on a server the scripts run and the version is kept: a schema (PostgreSQL, H2, DuckDB) or a database (MySQL,
     * MariaDB); the connection's own by default. {@code create()} makes it where it is not there.
     */
    public FastMigrateBuilder schema(String name) {
        settings.schema = SettingChecks.text("schema", name);
        return this;
    }

    /** How long a server that does not answer, or is starting, is tried for; 10 seconds by default. */
    public FastMigrateBuilder connectTimeout(Duration timeout) {
        settings.connectTimeout = SettingChecks.duration("connect-timeout", timeout);
        return this;
    }

    /**
     * The directory of the scripts; {@code migrations} by default.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if it is in another file system than the default one
     */
    public FastMigrateBuilder migrations(Path directory) {
        SettingChecks.present("migrations", directory);
        return migrations(
                Database.inDefaultFileSystem("migrations directory", directory).toString());
    }

    /** A directory's path, or {@code classpath:} and a place on the class path. */
    public FastMigrateBuilder migrations(String location) {
        settings.migrations = ScriptLocation.requireKnown(SettingChecks.text("migrations", location));
        return this;
    }

    /** The class loader that {@code classpath:} means; the thread's context class loader by default. */
    public FastMigrateBuilder classLoader(ClassLoader classLoader) {
        settings.classLoader = SettingChecks.present("class-loader", classLoader);
        return this;
    }

    /** Adds migrations written in Java. */
    public FastMigrateBuilder javaMigrations(Collection<? extends JavaMigration> migrations) {
        SettingChecks.present("java-migrations", migrations)
                .forEach(migration -> SettingChecks.present("java-migrations", migration));
        settings.javaMigrations.addAll(migrations);
        return this;
    }

    /** Adds a listener; listeners are told in the order of their adding. */
    public FastMigrateBuilder listener(MigrationListener listener) {
        settings.listeners.add(SettingChecks.present("listener", listener));
        return this;
    }

    /** What a script means whose number the database passed before it appeared; {@link Policy#FAIL} by default. */
    public FastMigrateBuilder lateScripts(Policy policy) {
        settings.lateScripts = SettingChecks.present("late-scripts", policy);
        return this;
    }

    /** What a script means that was edited after it ran; {@link Policy#FAIL} by default. */
    public FastMigrateBuilder changedScripts(Policy policy) {
        settings.changedScripts = SettingChecks.present("changed-scripts", policy);
        return this;
    }

    /** What a database means that is ahead of the highest script; {@link Policy#WARN} by default. */
    public FastMigrateBuilder onAhead(Policy policy) {
        settings.onAhead = SettingChecks.present("on-ahead", policy);
        return this;
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
        settings.strictNaming = strict;
        return this;
    }

    /** Keeps no {@code _fastmigrate_history}; late and changed scripts are then not noticed. */
    public FastMigrateBuilder withoutHistory() {
        return history(false);
    }

    /** The opposite of {@link #withoutHistory}; true by default. */
    public FastMigrateBuilder history(boolean kept) {
        settings.history = kept;
        return this;
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
        settings.joinInserts = join;
        return this;
    }

    /** How long to wait for other processes and for a locked database; 60 seconds by default. */
    public FastMigrateBuilder lockTimeout(Duration timeout) {
        settings.lockTimeout = SettingChecks.duration("lock-timeout", timeout);
        return this;
    }

    /** How long a {@code .py} or {@code .sh} script may run before its process tree is ended; without limit by default. */
    public FastMigrateBuilder scriptTimeout(Duration timeout) {
        settings.scriptTimeout = SettingChecks.duration("script-timeout", timeout);
        return this;
    }

    /**
     * How long each hook of an asynchronous adapter or of a {@code config.py} may take before it is cancelled; without
     * limit by default.
     */
    public FastMigrateBuilder hookTimeout(Duration timeout) {
        settings.hookTimeout = SettingChecks.duration("hook-timeout", timeout);
        return this;
    }

    /** The program that runs {@code .py} scripts; {@code python3} by default. */
    public FastMigrateBuilder python(String program) {
        settings.python = SettingChecks.text("python", program);
        return this;
    }

    /** The program that runs {@code .sh} scripts; {@code sh} by default. */
    public FastMigrateBuilder shell(String program) {
        settings.shell = SettingChecks.text("shell", program);
        return this;
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
        settings.backUpFirst = wanted;
        return this;
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
        settings.restoreOnFailure = wanted;
        return this;
    }

    /** How much one transaction holds; {@link TransactionScope#SCRIPT} by default. */
    public FastMigrateBuilder transaction(TransactionScope scope) {
        settings.transaction = SettingChecks.present("transaction", scope);
        return this;
    }

    /**
     * Where the backups of a database go that is no file; the directory {@code backups} by default. Those of a file stand
     * beside it; of a DuckDB database only where nothing else is said here.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if it is in another file system than the default one
     */
    public FastMigrateBuilder backupDirectory(Path directory) {
        SettingChecks.present("backup-directory", directory);
        settings.backupDirectory = Database.inDefaultFileSystem("backup directory", directory);
        return this;
    }

    /**
     * The program that backs a database on a server up, {@code pg_dump} or {@code mariadb-dump}; the one on the search
     * path that fits the server by default. The script timeout limits it too.
     */
    public FastMigrateBuilder dumpTool(String program) {
        settings.dumpTool = SettingChecks.text("dump-tool", program);
        return this;
    }

    /**
     * How many backups to keep: after each new one the oldest beyond that are removed, but never the new one, and none of a run
     * in progress; 0, the default, keeps all.
     */
    public FastMigrateBuilder keepBackups(int newest) {
        settings.keepBackups = SettingChecks.backups("keep-backups", newest);
        return this;
    }

    /** Who the history says applied the scripts; user and host by default. */
    public FastMigrateBuilder appliedBy(String name) {
        settings.appliedBy = SettingChecks.present("applied-by", name);
        return this;
    }

    /**
     * Builds the {@link FastMigrate}.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if settings cannot mean anything, or name no database that
     *     can be migrated
     */
    public FastMigrate build() {
        return PublicCall.guarded("the database", () -> new FastMigrate(Engine.of(settings.copy())));
    }
}
