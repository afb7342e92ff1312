package io.fastmigrate;

import java.nio.file.Path;

/** A database that was brought under management. */
public final class Enrollment extends Value<Enrollment.EnrollmentFacts> {

    record EnrollmentFacts(Path script, Version version) {}

    Enrollment(Path script, Version version) {
        super(new EnrollmentFacts(script, version));
    }

    /** Returns the script that was written. */
    public Path script() {
        return facts.script();
    }

    /** Returns the database's new version: 1. */
    public Version version() {
        return facts.version();
    }
}
