package io.fastmigrate.schema;

import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import java.util.List;

/** How a database differs from what its applied scripts make. */
public final class DriftReport {

    private final Version version;
    private final List<SchemaDifference> differences;
    private final List<Warning> warnings;

    DriftReport(Version version, List<SchemaDifference> differences, List<Warning> warnings) {
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

    /** Returns what makes the comparison less certain, such as a script that was edited after it was applied. */
    public List<Warning> warnings() {
        return warnings;
    }

    @Override
    public String toString() {
        return "DriftReport[version=" + version + ", differences=" + differences + ", warnings=" + warnings + "]";
    }
}
