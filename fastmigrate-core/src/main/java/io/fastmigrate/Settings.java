package io.fastmigrate;

import io.fastmigrate.backend.Backend;
import io.fastmigrate.backend.ThisProcess;
import io.fastmigrate.backend.Waiting;
import io.fastmigrate.backend.dump.DumpSettings;
import io.fastmigrate.backend.jdbc.JdbcAccess;
import io.fastmigrate.model.InvalidSettingException;
import io.fastmigrate.model.JavaMigration;
import io.fastmigrate.model.MigrationListener;
import io.fastmigrate.model.Policy;
import io.fastmigrate.model.TransactionScope;
import io.fastmigrate.source.ScriptLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a builder collects. */
final class Settings {

    /** Longer than any run, and short enough to be counted in nanoseconds. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** How long a server that does not answer is tried for. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final DatabaseChoice database;
    private @Nullable Backend backend;

    @Nullable
    String username;

    @Nullable
    String password;

    @Nullable
    String schema;

    Duration connectTimeout = CONNECT_TIMEOUT;
    String migrations = "migrations";

    @Nullable
    ClassLoader classLoader;

    final List<JavaMigration> javaMigrations = new ArrayList<>();
    final List<MigrationListener> listeners = new ArrayList<>();
    Policy lateScripts = Policy.FAIL;
    Policy changedScripts = Policy.FAIL;
    Policy onAhead = Policy.WARN;
    boolean strictNaming;
    boolean history = true;
    boolean joinInserts = true;
    Duration lockTimeout = Duration.ofSeconds(60);

    @Nullable
    Path backupDirectory;

    @Nullable
    String dumpTool;

    @Nullable
    Duration scriptTimeout;

    @Nullable
    Duration hookTimeout;

    String python = "python3";
    String shell = "sh";
    TransactionScope transaction = TransactionScope.SCRIPT;
    boolean rehearsal;
    int keepBackups;
    boolean backUpFirst;
    boolean restoreOnFailure;

    @Nullable
    String appliedBy;

    private Settings(DatabaseChoice database) {
        this.database = database;
    }

    static Settings of(DatabaseChoice database) {
        return new Settings(database);
    }

    /** Returns a copy that nobody changes any more, with the backend that all the settings lead to. */
    Settings copy() {
        return copyFor(database);
    }

    /** Returns a copy for the same database, which is not asked again what it is. */
    Settings copyOn(Backend same) {
        return copyFor(ignored -> same);
    }

    Backend backend() {
        return Objects.requireNonNull(backend, "only a copy has its backend");
    }

    /** Returns how to get into a database that is no file. */
    JdbcAccess access() {
        return new JdbcAccess(
                username,
                password,
                schema,
                connectTimeout,
                new DumpSettings(Optional.ofNullable(backupDirectory), Optional.ofNullable(dumpTool), scriptTimeout()));
    }

    /** Returns the settings for a rehearsal: the same, but for another database and without backups. */
    Settings rehearsalOn(Backend other) {
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
        copy.schema = schema == null ? null : notBlank("schema", schema);
        copy.connectTimeout = notNegative("connect-timeout", connectTimeout);
        copy.migrations = ScriptLocation.requireKnown(migrations);
        copy.backupDirectory = backupDirectory;
        copy.dumpTool = dumpTool == null ? null : notBlank("dump-tool", dumpTool);
        copy.classLoader = classLoader;
        copy.javaMigrations.addAll(javaMigrations);
        copy.listeners.addAll(listeners);
        copy.lateScripts = lateScripts;
        copy.changedScripts = changedScripts;
        copy.onAhead = onAhead;
        copy.strictNaming = strictNaming;
        copy.history = history;
        copy.joinInserts = joinInserts;
        copy.lockTimeout = notNegative("lock-timeout", lockTimeout);
        copy.scriptTimeout = scriptTimeout == null ? null : notNegative("script-timeout", scriptTimeout);
        copy.hookTimeout = hookTimeout == null ? null : notNegative("hook-timeout", hookTimeout);
        copy.python = notBlank("python", python);
        copy.shell = notBlank("shell", shell);
        copy.transaction = transaction;
        copy.keepBackups = notNegative("keep-backups", keepBackups);
        copy.backUpFirst = backUpFirst;
        copy.restoreOnFailure = restoreOnFailure;
        copy.appliedBy = appliedBy;
        notBlank("migrations", migrations);
        copy.backend = other.backend(copy).waitingAs(copy.waiting());
        return copy;
    }

    /** Returns how long to wait for others; who is told is asked when there is something to tell. */
    Waiting waiting() {
        return new Waiting(
                lockTimeout,
                (waited, holder) -> new Listeners(listeners).tell(listener -> listener.onWaiting(waited, holder)));
    }

    private static Duration notNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new InvalidSettingException(
                    name + " is negative: " + duration, "Give it a length of time such as 60s, or 0 not to wait.");
        }
        return duration.compareTo(FOR_EVER) < 0 ? duration : FOR_EVER;
    }

    private static int notNegative(String name, int number) {
        if (number < 0) {
            throw new InvalidSettingException(
                    name + " is negative: " + number, "Give it the number to keep, or 0 to keep all.");
        }
        return number;
    }

    private static String notBlank(String name, String value) {
        if (value.isBlank()) {
            throw new InvalidSettingException(name + " is empty.", "Give it a value, or leave it out for the default.");
        }
        return value;
    }

    /** Tells whether it matters that a script was edited after it ran. */
    boolean noticesChanges() {
        return history && changedScripts != Policy.IGNORE;
    }

    /** Tells whether the scripts are compared with what ran. */
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

    Optional<Duration> hookTimeout() {
        return Optional.ofNullable(hookTimeout).filter(timeout -> !timeout.isZero());
    }

    String appliedByOrDefault() {
        if (appliedBy != null) {
            return appliedBy;
        }
        return ThisProcess.userAtHost();
    }
}
