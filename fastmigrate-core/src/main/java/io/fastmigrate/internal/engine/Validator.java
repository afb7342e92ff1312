package io.fastmigrate.internal.engine;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Policy;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.script.SquashedScripts;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the scripts with what a database says of itself: late scripts, changed scripts, a database that is ahead or above the target. */
final class Validator {

    /** Whether a finding that is declared an error is thrown, or only told. */
    enum Strictness {
        THROW,
        TELL
    }

    private final Settings settings;
    private final Checksums checksums;
    private final ScriptCatalog catalog;
    private final Strictness strictness;
    private final List<Warning> warnings = new ArrayList<>();

    private Validator(Settings settings, Checksums checksums, ScriptCatalog catalog, Strictness strictness) {
        this.checksums = checksums;
        this.settings = settings;
        this.catalog = catalog;
        this.strictness = strictness;
        this.warnings.addAll(catalog.warnings());
    }

    /**
     * Returns all warnings, those of the catalog first.
     *
     * @throws FastMigrateException the first finding that the settings declare an error, with {@link Strictness#THROW}
     */
    static List<Warning> of(
            Settings settings, Checksums checksums, ScriptCatalog catalog, Snapshot snapshot, Strictness strictness) {
        Validator validator = new Validator(settings, checksums, catalog, strictness);
        validator.ahead(snapshot.version());
        validator.aboveTarget(snapshot.version());
        validator.squashed(snapshot.version());
        validator.lateAndChanged(snapshot);
        if (!catalog.repeatable().isEmpty()) {
            validator.warnings.addAll(new RepeatableScripts(checksums, catalog, snapshot).warnings());
        }
        return validator.warnings;
    }

    private void ahead(Version version) {
        if (version.isAfter(catalog.highest())) {
            DatabaseAheadException ahead =
                    Bridge.errors().databaseAhead(checksums.databaseName(), version, catalog.highest());
            found(
                    settings.get(Setting.ON_AHEAD),
                    Warning.Kind.AHEAD,
                    ahead,
                    settings.get(Setting.ON_AHEAD) == Policy.FAIL ? ahead.advice() : ahead.adviceWhereAllowed());
        }
    }

    /** A target below the version cannot be reached, as scripts are never undone. */
    private void aboveTarget(Version version) {
        if (catalog.isAboveLimit(version)) {
            Version target = catalog.limit().orElseThrow();
            found(
                    Policy.FAIL,
                    Warning.Kind.AHEAD,
                    InvalidSettingException.of(
                            "The database is at version " + version + ", above the target " + target + ": "
                                    + checksums.databaseName(),
                            "Scripts are never undone: set the target to " + version
                                    + " or higher, or remove it to run all pending scripts."));
        }
    }

    private void squashed(Version version) {
        if (checksums.areFreeOfConflict(catalog, version)) {
            return;
        }
        List<Script> pending = catalog.pending(version);
        Optional<InvalidScriptException> conflict =
                SquashedScripts.conflict(pending, version, checksums.databaseName());
        Optional<Version> target = catalog.limit();
        if (conflict.isEmpty() && target.isPresent() && target.get().isAfter(version)) {
            conflict = SquashedScripts.targetConflict(
                    catalog.aboveLimit(), target.get(), version, checksums.databaseName());
        }
        if (conflict.isPresent()) {
            found(Policy.FAIL, Warning.Kind.SQUASHED, conflict.get());
        } else if (settings.noticesChanges()) {
            checksums.keepFreeOfConflict(catalog, version);
        }
    }

    private void lateAndChanged(Snapshot snapshot) {
        if (snapshot.history().isEmpty() || !settings.looksAtHistory() || checksums.agree(catalog, snapshot)) {
            return;
        }
        Map<Version, HistoryEntry> history = new HashMap<>();
        for (HistoryEntry entry : snapshot.history()) {
            history.put(entry.version(), entry);
        }
        int before = warnings.size();
        boolean stamped = true;
        for (Script script : catalog.scripts().headMap(snapshot.version(), true).values()) {
            HistoryEntry entry = history.get(script.version());
            stamped &= Bridge.values().stamp(script).isPresent()
                    && Bridge.values().stamp(script).get().settled();
            if (entry != null) {
                changed(script, entry);
            } else if (settings.get(Setting.LATE_SCRIPTS) != Policy.IGNORE
                    && isPassedOver(script, snapshot.history())) {
                Version free = new Version(
                        Math.max(snapshot.version().number(), catalog.highest().number()) + 1);
                LateScriptException late = Bridge.errors().lateScript(script, snapshot.version(), free);
                found(
                        settings.get(Setting.LATE_SCRIPTS),
                        Warning.Kind.LATE_SCRIPT,
                        late,
                        settings.get(Setting.LATE_SCRIPTS) == Policy.FAIL ? late.advice() : late.adviceWhereAllowed());
            }
        }
        if (stamped && warnings.size() == before) {
            checksums.keepAgreement(catalog, snapshot);
        }
    }

    /**
     * A run of ours went from below this number to above it, so the script cannot have been there. Where the Python
     * tool did the work, the history has a gap and says nothing.
     */
    private static boolean isPassedOver(Script script, List<HistoryEntry> history) {
        return history.stream()
                .anyMatch(entry -> script.version().isAfter(entry.from())
                        && entry.version().isAfter(script.version()));
    }

    private void changed(Script script, HistoryEntry entry) {
        if (settings.get(Setting.CHANGED_SCRIPTS) == Policy.IGNORE || SquashedScripts.isReplaced(script, entry)) {
            return;
        }
        if (!ScriptChecksum.isComparable(entry.checksum())) {
            warnings.add(Bridge.values()
                    .warning(
                            Warning.Kind.CHANGED_SCRIPT,
                            "Whether " + script.location()
                                    + " was changed after it ran is not known: a newer fastmigrate wrote its"
                                    + " checksum (" + entry.checksum()
                                    + "). Use that version again, or run fastmigrate accept "
                                    + script.version().padded() + "."));
        } else if (!checksums.match(script, entry.checksum())) {
            found(
                    settings.get(Setting.CHANGED_SCRIPTS),
                    Warning.Kind.CHANGED_SCRIPT,
                    Bridge.errors().changedScript(script, entry));
        }
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private void found(Policy policy, Warning.Kind kind, FastMigrateException finding) {
        found(policy, kind, finding, finding.advice());
    }

    /**
     * Throws or tells.
     *
     * @param advice what to do where the finding is no error
     */
    private void found(Policy policy, Warning.Kind kind, FastMigrateException finding, String advice) {
        if (policy == Policy.FAIL && strictness == Strictness.THROW) {
            throw finding;
        }
        if (policy != Policy.IGNORE) {
            warnings.add(Bridge.values().warning(kind, sentence(String.valueOf(finding.getMessage())) + " " + advice));
        }
    }
}
