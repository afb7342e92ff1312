package io.fastmigrate.internal.engine;

import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Report;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Copy;
import io.fastmigrate.internal.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Migrates a copy and tells what changed on it. */
public final class Rehearser {

    private final Settings settings;
    private final Backend<?> backend;
    private final BiFunction<Settings, Backend<?>, Report> migration;

    /** @param migration migrates the copy, with the settings of a rehearsal */
    Rehearser(Settings settings, Backend<?> backend, BiFunction<Settings, Backend<?>, Report> migration) {
        this.settings = settings;
        this.backend = backend;
        this.migration = migration;
    }

    /** Migrates a copy with all its rows. */
    public Rehearsal onCopy() {
        return rehearse(backend::copy);
    }

    /** Migrates a copy of the definitions alone. */
    public Rehearsal onCopyOfSchema() {
        return rehearse(backend::copyOfSchema);
    }

    private Rehearsal rehearse(Supplier<Copy> copies) {
        try (Copy copy = copies.get()) {
            RehearsedScripts scripts = new RehearsedScripts(copy);
            List<Warning> outside = new ArrayList<>();
            Settings rehearsal =
                    settings.forRehearsal().withListener(outsideOfCopy(outside)).withListener(scripts);
            copy.gaps().forEach(gap -> outside.add(warn(Warning.Kind.NOT_CHECKED, gap)));
            Report report = migration.apply(rehearsal, copy.backend());
            List<String> unchecked = copy.check();
            return scripts.end(with(report, outside, unchecked));
        }
    }

    /** Tells before each script that is a process what no copy keeps it from. */
    private MigrationListener outsideOfCopy(List<Warning> told) {
        return new MigrationListener() {
            @Override
            public void onStarted(Plan.Step step) {
                if (step.script().kind().isProcess()) {
                    told.add(warn(
                            Warning.Kind.OUTSIDE_OF_COPY,
                            step.script().location()
                                    + " runs as a process, with the path of the copy. Its effects outside the copy"
                                    + " (files, other databases, servers) are real and are not undone."));
                }
            }
        };
    }

    private Warning warn(Warning.Kind kind, String message) {
        Warning warning = Bridge.values().warning(kind, message);
        settings.listeners().tell(listener -> listener.onWarning(warning));
        return warning;
    }

    private Report with(Report report, List<Warning> outside, List<String> unchecked) {
        List<Warning> warnings = new ArrayList<>(report.warnings());
        warnings.addAll(outside);
        if (!unchecked.isEmpty()) {
            warnings.add(warn(
                    Warning.Kind.NOT_CHECKED,
                    "Not checked on the copy, because the check needs functions or collations that only the application"
                            + " has: " + String.join(", ", unchecked)
                            + ". Check these where the application has the database open, with PRAGMA"
                            + " integrity_check."));
        }
        return Bridge.values()
                .report(report.before(), report.after(), report.applied(), report.backup(), report.took(), warnings);
    }
}
