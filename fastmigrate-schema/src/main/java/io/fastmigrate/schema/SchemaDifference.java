package io.fastmigrate.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object that is in one schema alone, or otherwise than in the other one. */
public final class SchemaDifference {

    /** What has happened to an object. */
    public enum Change {
        /** No script makes it. */
        ADDED,
        CHANGED,
        /** The scripts make it, and it is gone. */
        MISSING
    }

    private final String object;
    private final @Nullable String expected;
    private final @Nullable String actual;

    private SchemaDifference(String object, @Nullable String expected, @Nullable String actual) {
        this.object = object;
        this.expected = expected;
        this.actual = actual;
    }

    /**
     * Makes one.
     *
     * @param expected its definition as the scripts make it; null for an object that they do not make
     * @param actual its definition in the database; null for one that is not there
     */
    public static SchemaDifference of(String object, @Nullable String expected, @Nullable String actual) {
        if (expected == null && actual == null) {
            throw new IllegalArgumentException(object + " is in neither schema.");
        }
        return new SchemaDifference(object, expected, actual);
    }

    public Change change() {
        return expected == null ? Change.ADDED : actual == null ? Change.MISSING : Change.CHANGED;
    }

    /** Returns the kind and the name of the object, such as {@code column person.name}. */
    public String object() {
        return object;
    }

    /** Returns its definition as the scripts make it; empty for an object that they do not make. */
    public Optional<String> expected() {
        return Optional.ofNullable(expected);
    }

    /** Returns its definition in the database; empty for an object that is not there. */
    public Optional<String> actual() {
        return Optional.ofNullable(actual);
    }

    @Override
    public String toString() {
        return change() + " " + object + ": expected " + expected + ", is " + actual;
    }
}
