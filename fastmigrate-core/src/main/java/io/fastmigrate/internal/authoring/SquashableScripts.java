package io.fastmigrate.internal.authoring;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.script.SquashedRange;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which scripts can be replaced by one. */
final class SquashableScripts {

    private static final int MOST_NAMED = 10;

    private SquashableScripts() {}

    static List<Script> in(SquashedRange range, List<Script> scripts) {
        return scripts.stream()
                .filter(script -> range.contains(script.version()))
                .toList();
    }

    /**
     * Requires that a range can be replaced.
     *
     * @param all scripts in order
     * @throws io.fastmigrate.error.FastMigrateException if it cannot
     */
    static void require(SquashedRange range, List<Script> all, Settings settings) {
        if (!range.first().isAfter(Version.ZERO) || !range.last().isAfter(range.first())) {
            throw noRange(range);
        }
        if (!settings.get(Setting.VALUES).isEmpty()) {
            throw refusal(
                    "Scripts with values cannot be squashed: the new script would have the texts of today.",
                    "Leave the scripts as they are, or squash without values if they have no names in them.");
        }
        List<Script> scripts = in(range, all);
        requireComplete(range, scripts);
        Optional<Script> earlier = all.stream()
                .filter(script -> range.first().isAfter(script.version()))
                .findFirst();
        if (earlier.isPresent()) {
            throw refusal(
                    "The range must begin with the first script: "
                            + earlier.get().fileName() + " is before " + range + ".",
                    "Squash " + new SquashedRange(earlier.get().version(), range.last()) + ".");
        }
        for (Script script : scripts) {
            requireRunnable(script);
            requireWhole(range, script);
        }
        if (scripts.size() < 2) {
            throw refusal(
                    "There is only one script in " + range + ": "
                            + scripts.get(0).fileName() + ".",
                    "Squash a range of several scripts.");
        }
    }

    private static void requireRunnable(Script script) {
        if (script.kind() == Script.Kind.JAVA) {
            throw refusal(
                    script.fileName() + " is a migration in Java, which stays in the application.",
                    "Squash a range that ends before it.");
        }
        if (SquashedRange.isWithoutTransaction(script)) {
            throw refusal(
                    script.fileName()
                            + " runs outside a transaction, as its author asks for (-- fastmigrate: no-transaction).",
                    "Squash a range that ends before it: the new script runs in one.");
        }
    }

    /** What a script has replaced is all in the range, or a database in the middle of that would not be known as one. */
    private static void requireWhole(SquashedRange range, Script script) {
        Optional<SquashedRange> replaced =
                SquashedRange.of(script).filter(other -> range.first().isAfter(other.first()));
        if (replaced.isPresent()) {
            throw refusal(
                    "The range must begin with the first script: " + script.fileName() + " has replaced "
                            + replaced.get() + ".",
                    "Squash " + new SquashedRange(replaced.get().first(), range.last()) + ".");
        }
    }

    /** A number without a script may be that of one that ran and is lost; the new script would not make what it made. */
    private static void requireComplete(SquashedRange range, List<Script> scripts) {
        TreeSet<Version> missing = new TreeSet<>();
        for (int number = range.first().number(); number <= range.last().number(); number++) {
            missing.add(new Version(number));
        }
        for (Script script : scripts) {
            missing.remove(script.version());
            SquashedRange.of(script).ifPresent(replaced -> missing.removeIf(replaced::contains));
        }
        if (!missing.isEmpty()) {
            List<String> named = new ArrayList<>(
                    missing.stream().limit(MOST_NAMED).map(Version::padded).toList());
            if (missing.size() > MOST_NAMED) {
                named.add("and " + (missing.size() - MOST_NAMED) + " more");
            }
            throw refusal(
                    "Scripts of the range " + range + " are missing: " + String.join(", ", named) + ".",
                    "Squash a range without gaps, or put the missing scripts back.");
        }
    }

    static EnrollFailedException refusal(String message, String advice) {
        return Bridge.errors().enrollFailed(message, advice + " Nothing was changed.", null);
    }

    private static InvalidSettingException noRange(SquashedRange range) {
        return InvalidSettingException.of(
                range + " is not a range of scripts.", "Write the first and the last number, such as 0001..0120.");
    }
}
