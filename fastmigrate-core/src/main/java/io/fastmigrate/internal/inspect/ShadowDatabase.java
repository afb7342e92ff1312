package io.fastmigrate.internal.inspect;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.script.ScriptSource;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A temporary database that nothing but scripts has changed. They run with the settings of their user, and no listener is told. */
public final class ShadowDatabase {

    private final Settings settings;
    private final ChosenScripts scripts;
    private final Backend<?> backend;

    private ShadowDatabase(Settings settings, ChosenScripts scripts, Backend<?> backend) {
        this.settings = settings;
        this.scripts = scripts;
        this.backend = backend;
    }

    static ShadowDatabase create(Engine<?> original, List<Script> scripts, Backend<?> empty) {
        Settings settings = original.settings()
                .forRehearsal()
                .with(Setting.SHADOW, true)
                .with(Setting.LISTENERS, List.of())
                .with(
                        Setting.JAVA_MIGRATIONS,
                        scripts.stream()
                                .flatMap(script -> script.javaMigration().stream())
                                .toList());
        Set<String> locations = scripts.stream().map(Script::location).collect(Collectors.toSet());
        empty.create();
        return new ShadowDatabase(
                settings, new ChosenScripts(original.source(), script -> locations.contains(script.location())), empty);
    }

    /** Runs the numbered scripts up to and with a number; those that ran are left alone. */
    public void migrateTo(Version last) {
        if (last.isAfter(Version.ZERO)) {
            migrate(
                    last,
                    scripts.and(script ->
                            !script.isRepeatable() && !script.version().isAfter(last)));
        }
    }

    /** Runs the repeatable scripts, after the numbered ones. */
    public void runRepeatable() {
        Version version = backend.readVersion().version();
        if (version.isAfter(Version.ZERO)) {
            migrate(version, scripts.and(script -> !script.version().isAfter(version)));
        } else {
            Engine.of(settings, backend, scripts.and(Script::isRepeatable)).migrate();
        }
    }

    private void migrate(Version last, ScriptSource chosen) {
        Engine.of(settings.with(Setting.TARGET, last.number()), backend, chosen).migrate();
    }

    public SchemaInspection schema() {
        return backend.inspection().orElseThrow();
    }
}
