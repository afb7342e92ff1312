package io.fastmigrate.internal.engine;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Policy;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.dump.DumpSettings;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Waiting;
import io.fastmigrate.internal.process.ThisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a builder collects, which checks each value. */
public final class Settings {

    /** The database that a builder was given. Its backend is made last, since it may depend on every other setting. */
    @FunctionalInterface
    public interface DatabaseChoice {
        Backend<?> backend(Settings settings);
    }

    /** How long a server that does not answer is tried for. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final DatabaseChoice database;
    private @Nullable Backend<?> backend;

    @Nullable
    public String username;

    @Nullable
    public String password;

    @Nullable
    public String schema;

    public Duration connectTimeout = CONNECT_TIMEOUT;
    public String migrations = "migrations";

    @Nullable
    public ClassLoader classLoader;

    public final List<JavaMigration> javaMigrations = new ArrayList<>();
    public final List<MigrationListener> listeners = new ArrayList<>();
    public Policy lateScripts = Policy.FAIL;
    public Policy changedScripts = Policy.FAIL;
    public Policy onAhead = Policy.WARN;
    public boolean strictNaming;
    public boolean history = true;
    public boolean joinInserts = true;
    public Duration lockTimeout = Duration.ofSeconds(60);

    @Nullable
    public Path backupDirectory;

    @Nullable
    public String dumpTool;

    @Nullable
    public Duration scriptTimeout;

    @Nullable
    public Duration hookTimeout;

    public String python = "python3";
    public String shell = "sh";
    public TransactionScope transaction = TransactionScope.SCRIPT;
    boolean rehearsal;
    public int keepBackups;
    public boolean backUpFirst;
    public boolean restoreOnFailure;

    @Nullable
    public String appliedBy;

    private Settings(DatabaseChoice database) {
        this.database = database;
    }

    public static Settings of(DatabaseChoice database) {
        return new Settings(database);
    }

    /** Returns a copy that no one changes any more, with the backend that all the settings lead to. */
    public Settings copy() {
        return copyFor(database);
    }

    /** Returns a copy for the same database, which is not asked again what it is. */
    Settings copyOn(Backend<?> same) {
        return copyFor(ignored -> same);
    }

    public Backend<?> backend() {
        return Objects.requireNonNull(backend, "only a copy has its backend");
    }

    /** Returns how to get into a database that is no file. */
    public JdbcAccess access() {
        return new JdbcAccess(
                username,
                password,
                schema,
                connectTimeout,
                new DumpSettings(Optional.ofNullable(backupDirectory), Optional.ofNullable(dumpTool), scriptTimeout()));
    }

    /** Returns the settings for a rehearsal: the same, but for another database and without backups. */
    Settings rehearsalOn(Backend<?> other) {
        Settings copy = copyFor(ignored -> other);
        copy.rehearsal = true;
        copy.backUpFirst = false;
        copy.restoreOnFailure = false;
        return copy;
    }

    private Settings copyFor(DatabaseChoice other) {
        Settings copy = new Settings(other);
        copy.username = username;
        copy.password = password;
        copy.schema = schema;
        copy.connectTimeout = connectTimeout;
        copy.migrations = migrations;
        copy.backupDirectory = backupDirectory;
        copy.dumpTool = dumpTool;
        copy.classLoader = classLoader;
        copy.javaMigrations.addAll(javaMigrations);
        copy.listeners.addAll(listeners);
        copy.lateScripts = lateScripts;
        copy.changedScripts = changedScripts;
        copy.onAhead = onAhead;
        copy.strictNaming = strictNaming;
        copy.history = history;
        copy.joinInserts = joinInserts;
        copy.lockTimeout = lockTimeout;
        copy.scriptTimeout = scriptTimeout;
        copy.hookTimeout = hookTimeout;
        copy.python = python;
        copy.shell = shell;
        copy.transaction = transaction;
        copy.rehearsal = rehearsal;
        copy.keepBackups = keepBackups;
        copy.backUpFirst = backUpFirst;
        copy.restoreOnFailure = restoreOnFailure;
        copy.appliedBy = appliedBy;
        copy.backend = other.backend(copy).waitingAs(copy.waiting());
        return copy;
    }

    /** Returns how long to wait for others; who is told is asked when there is something to tell. */
    public Waiting waiting() {
        return new Waiting(
                lockTimeout,
                (waited, holder) -> new Listeners(listeners).tell(listener -> listener.onWaiting(waited, holder)));
    }

    /** Tells whether it matters that a script was edited after it ran. */
    boolean noticesChanges() {
        return history && changedScripts != Policy.IGNORE;
    }

    /** Tells whether the scripts are compared with the applied ones. */
    boolean looksAtHistory() {
        return history && (changedScripts != Policy.IGNORE || lateScripts != Policy.IGNORE);
    }

    ClassLoader classLoaderOrDefault() {
        if (classLoader != null) {
            return classLoader;
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : Settings.class.getClassLoader();
    }

    Optional<Duration> scriptTimeout() {
        return Optional.ofNullable(scriptTimeout).filter(timeout -> !timeout.isZero());
    }

    public Optional<Duration> hookTimeout() {
        return Optional.ofNullable(hookTimeout).filter(timeout -> !timeout.isZero());
    }

    public String appliedByOrDefault() {
        if (appliedBy != null) {
            return appliedBy;
        }
        return ThisProcess.userAtHost();
    }
}
