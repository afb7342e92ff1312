package io.fastmigrate.spring.internal;

import java.util.Locale;

/** Keeps databases of H2 in memory, which end with their last connection: the migration's is not the application's. */
public final class H2Memory {

    private static final String NAMED = "jdbc:h2:mem:[^;]+(;.*)?";
    private static final String DELAY = ";DB_CLOSE_DELAY";

    private H2Memory() {}

    /** Returns a URL with which such a database lives as long as the program, unless it says itself when it ends. */
    public static String kept(String url) {
        boolean ends =
                url.matches("(?is)" + NAMED) && !url.toUpperCase(Locale.ROOT).contains(DELAY + "=");
        return ends ? url.replaceFirst(";\\s*$", "") + DELAY + "=-1" : url;
    }
}
