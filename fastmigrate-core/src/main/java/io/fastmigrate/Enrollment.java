package io.fastmigrate;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A database that was brought under management. */
public final class Enrollment {

    private record EnrollmentFacts(Path script, Version version) {}

    private final EnrollmentFacts facts;

    Enrollment(Path script, Version version) {
        this.facts = new EnrollmentFacts(script, version);
    }

    /** Returns the script that was written. */
    public Path script() {
        return facts.script();
    }

    /** Returns the database's new version: 1. */
    public Version version() {
        return facts.version();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Enrollment same && facts.equals(same.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    @Override
    public String toString() {
        return facts.toString().replaceFirst("Facts", "");
    }
}
