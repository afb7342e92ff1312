package io.fastmigrate.spring.internal.database;

import io.fastmigrate.error.FastMigrateException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers which database a failure is about, and which property, as an error of the core knows neither. */
public final class FailureOrigins {

    private static final Map<FastMigrateException, Origin> ORIGINS = Collections.synchronizedMap(new WeakHashMap<>());
    private static final Map<FastMigrateException, String> SETTINGS = Collections.synchronizedMap(new WeakHashMap<>());

    private FailureOrigins() {}

    /**
     * What a failure is about.
     *
     * @param database its name
     * @param several whether it is one of several
     * @param byProperty whether it is refused before there is a database, as its {@code db} or another property says
     */
    public record Origin(String database, boolean several, boolean byProperty) {}

    public static void remember(FastMigrateException failure, String database, boolean several) {
        ORIGINS.put(failure, new Origin(database, several, false));
    }

    static void rememberRefused(FastMigrateException failure, String database, boolean several, boolean byProperty) {
        ORIGINS.put(failure, new Origin(database, several, byProperty));
    }

    /** Remembers the property below that of the database whose value was refused. */
    public static void rememberSetting(FastMigrateException failure, String setting) {
        SETTINGS.put(failure, setting);
    }

    public static @Nullable Origin of(FastMigrateException failure) {
        return ORIGINS.get(failure);
    }

    public static @Nullable String settingOf(FastMigrateException failure) {
        return SETTINGS.get(failure);
    }
}
