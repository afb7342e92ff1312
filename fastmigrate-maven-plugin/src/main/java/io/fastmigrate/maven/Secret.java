package io.fastmigrate.maven;

import org.jspecify.annotations.Nullable;

/** A parameter whose value is not shown, also not by {@code mvn -X}, which prints each parameter. */
public final class Secret {

    private @Nullable String value;

    /** Creates one for Maven, which calls {@link #set}. */
    public Secret() {}

    /** Takes the text of the POM. */
    public void set(String text) {
        value = text;
    }

    /** Returns the text; null if the POM has none, for which Maven creates an empty one. */
    @Nullable
    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "(not shown)";
    }
}
