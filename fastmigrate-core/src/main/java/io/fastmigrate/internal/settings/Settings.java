package io.fastmigrate.internal.settings;

import io.fastmigrate.MigrationListener;
import io.fastmigrate.Policy;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.dump.DumpSettings;
import io.fastmigrate.internal.process.ThisProcess;
import io.fastmigrate.internal.waiting.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The values that a user gave, each checked when it was set, and what follows from them. Immutable: a change makes another
 * object, with all the other values.
 */
public final class Settings {

    /** Nothing but defaults. */
    public static final Settings DEFAULTS = new Settings(Map.of());

    private final Map<Setting<?>, Object> values;

    private Settings(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /** Returns the same settings but for one, whose value is checked. */
    public <T> Settings with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> changed = new HashMap<>(values);
        changed.put(setting, setting.checked(value));
        return new Settings(Map.copyOf(changed));
    }

    /** Returns the same settings with more elements in a list, behind those there are. */
    public <E> Settings withMore(Setting<List<E>> setting, Collection<? extends E> more) {
        List<E> all = new ArrayList<>(get(setting));
        all.addAll(setting.present(more));
        return with(setting, all);
    }

    /** Returns the same settings with one more value for scripts, or another one under its name. */
    public Settings withValue(String name, String text) {
        Map<String, String> all = new HashMap<>(get(Setting.VALUES));
        all.put(Setting.VALUES.present(name), Setting.VALUES.present(text));
        return with(Setting.VALUES, all);
    }

    /** Returns what keeps the values of scripts out of messages. */
    public HiddenValues hiddenValues() {
        return new HiddenValues(get(Setting.VALUES));
    }

    /** Returns the settings for a rehearsal: the same, but without backups. */
    public Settings forRehearsal() {
        return with(Setting.REHEARSAL, true).with(Setting.BACK_UP_FIRST, false).with(Setting.RESTORE_ON_FAILURE, false);
    }

    /** Returns the value or the default of a setting that has one. */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
    }

    /** Returns the value or the default; empty where there is neither. */
    @SuppressWarnings("unchecked") // with() alone puts values in, of the setting's own type
    public <T> Optional<T> find(Setting<T> setting) {
        T value = (T) values.get(setting);
        return value == null ? setting.usual() : Optional.of(value);
    }

    /** Returns how to get into a database that is no file. */
    public JdbcAccess access() {
        return new JdbcAccess(
                find(Setting.USERNAME).orElse(null),
                find(Setting.PASSWORD).orElse(null),
                find(Setting.SCHEMA).orElse(null),
                get(Setting.CONNECT_TIMEOUT),
                new DumpSettings(
                        find(Setting.BACKUP_DIRECTORY), find(Setting.DUMP_TOOL), limit(Setting.SCRIPT_TIMEOUT)));
    }

    /** Returns how long to wait for others, and who is told. */
    public Waiting waiting() {
        Listeners listeners = listeners();
        return new Waiting(
                get(Setting.LOCK_TIMEOUT),
                (waited, holder) -> listeners.tell(listener -> listener.onWaiting(waited, holder)));
    }

    public Listeners listeners() {
        return new Listeners(get(Setting.LISTENERS));
    }

    public Settings withListener(MigrationListener listener) {
        return withMore(Setting.LISTENERS, List.of(listener));
    }

    /** Tells whether it matters that a script was edited after it ran. */
    public boolean noticesChanges() {
        return get(Setting.HISTORY) && get(Setting.CHANGED_SCRIPTS) != Policy.IGNORE;
    }

    /** Tells whether the scripts are compared with the applied ones. */
    public boolean looksAtHistory() {
        return get(Setting.HISTORY)
                && (get(Setting.CHANGED_SCRIPTS) != Policy.IGNORE || get(Setting.LATE_SCRIPTS) != Policy.IGNORE);
    }

    /** Returns the class loader that was set, or the one of the thread that asks. */
    public ClassLoader classLoader() {
        Optional<ClassLoader> set = find(Setting.CLASS_LOADER);
        if (set.isPresent()) {
            return set.get();
        }
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? Objects.requireNonNull(Settings.class.getClassLoader()) : ofThread;
    }

    /** Returns a duration that limits something; empty for no limit, which is also what zero means. */
    public Optional<Duration> limit(Setting<Duration> setting) {
        return find(setting).filter(timeout -> !timeout.isZero());
    }

    public String appliedBy() {
        return find(Setting.APPLIED_BY).orElseGet(ThisProcess::userAtHost);
    }
}
