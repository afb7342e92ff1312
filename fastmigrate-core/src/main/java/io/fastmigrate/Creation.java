package io.fastmigrate;

import org.jspecify.annotations.Nullable;

/** What {@code create()} found or made. */
public final class Creation {

    private record CreationFacts(Version version, boolean isNew) {}

    private final CreationFacts facts;

    Creation(Version version, boolean isNew) {
        facts = new CreationFacts(version, isNew);
    }

    /** Returns the version the database is at. */
    public Version version() {
        return facts.version();
    }

    /** Returns false when a versioned database was there already, which was then left alone. */
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
