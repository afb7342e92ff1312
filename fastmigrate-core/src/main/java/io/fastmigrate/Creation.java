package io.fastmigrate;

import org.jspecify.annotations.Nullable;

/** The result of {@code create()}. */
public final class Creation {

    private record CreationFacts(Version version, boolean isNew) {}

    private final CreationFacts facts;

    Creation(Version version, boolean isNew) {
        this.facts = new CreationFacts(version, isNew);
    }

    /** Returns the database's version. */
    public Version version() {
        return facts.version();
    }

    /**
     * Returns whether the database was created; false if a versioned database already existed, which is then unchanged.
     */
    public boolean isNew() {
        return facts.isNew();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Creation same && facts.equals(same.facts);
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
