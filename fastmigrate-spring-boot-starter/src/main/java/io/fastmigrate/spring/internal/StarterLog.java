package io.fastmigrate.spring.internal;

/** The one logger of the starter. */
public final class StarterLog {

    /** Its name. */
    public static final String NAME = "io.fastmigrate";

    private StarterLog() {}
}
