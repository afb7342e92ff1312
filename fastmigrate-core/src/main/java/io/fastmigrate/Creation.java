package io.fastmigrate;

/** The result of {@code create()}. */
public final class Creation extends Value<Creation.CreationFacts> {

    record CreationFacts(Version version, boolean isNew) {}

    Creation(Version version, boolean isNew) {
        super(new CreationFacts(version, isNew));
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
}
