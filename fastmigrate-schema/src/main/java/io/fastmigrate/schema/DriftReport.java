package io.fastmigrate.schema;

import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.bridge.Bridge;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a database differs from what its applied scripts make. */
public final class DriftReport {

    private static final int MOST_NAMED = 10;

    private final String database;
    private final Version version;
    private final List<SchemaDifference> differences;
    private final List<Warning> warnings;

    DriftReport(String database, Version version, List<SchemaDifference> differences, List<Warning> warnings) {
        this.database = database;
        this.version = version;
        this.differences = List.copyOf(differences);
        this.warnings = List.copyOf(warnings);
    }

    /** Returns the version of the database. */
    public Version version() {
        return version;
    }

    /** Returns what differs, in the order of the names of the objects. */
    public List<SchemaDifference> differences() {
        return differences;
    }

    public boolean hasDrift() {
        return !differences.isEmpty();
    }

    /**
     * Returns this report, unless something differs.
     *
     * @throws DatabaseUnusableException if something does; it names the first objects
     */
    public DriftReport requireNone() {
        if (!hasDrift()) {
            return this;
        }
        String named = differences.stream()
                .limit(MOST_NAMED)
                .map(each -> "\n  " + each.change().name().toLowerCase(Locale.ROOT) + " " + each.object())
                .collect(Collectors.joining());
        int more = differences.size() - MOST_NAMED;
        throw Bridge.errors()
                .databaseUnusable(
                        database,
                        Problem.OTHER,
                        "The schema of " + database + " is not what its scripts up to version " + version + " make. "
                                + (differences.size() == 1
                                        ? "1 object differs"
                                        : differences.size() + " objects differ")
                                + ":" + named + (more > 0 ? "\n  and " + more + " more" : ""),
                        "Run fastmigrate drift to see the definitions. Undo the changes, or put them into a script.",
                        null);
    }

    /** Returns what makes the comparison less certain, such as a script that was edited after it was applied. */
    public List<Warning> warnings() {
        return warnings;
    }

    @Override
    public String toString() {
        return "DriftReport[version=" + version + ", differences=" + differences + ", warnings=" + warnings + "]";
    }
}
