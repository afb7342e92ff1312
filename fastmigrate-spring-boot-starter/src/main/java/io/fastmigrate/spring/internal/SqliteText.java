package io.fastmigrate.spring.internal;

import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Tells which texts, given as {@code db}, the engine takes for a SQLite database. */
public final class SqliteText {

    public static final String URL = "jdbc:sqlite:";
    /** Begins a URI, which the driver knows too. */
    public static final String FILE = "file:";

    private static final String JDBC = "jdbc:";
    private static final String CLASS_PATH = "classpath:";
    private static final String ADAPTER_SCRIPT = "config.py";
    /** At least two letters: one alone is a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    private SqliteText() {}

    /** What begins with {@code jdbc:} or {@code file:} is a URL, also behind blanks and in capitals, and never a path. */
    public static String tidy(String db) {
        String text = db.strip();
        if (text.regionMatches(true, 0, FILE, 0, FILE.length())) {
            return FILE + text.substring(FILE.length());
        }
        if (!text.regionMatches(true, 0, JDBC, 0, JDBC.length())) {
            return db;
        }
        int end = text.indexOf(':', JDBC.length());
        return end < 0 ? text : text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end);
    }

    /**
     * Decides as the engine does: a {@code config.py} beside the scripts makes any text its own, and an installed adapter
     * those with its scheme.
     *
     * @param migrations where the scripts are
     */
    public static boolean isMeant(String db, List<String> migrations, @Nullable ClassLoader classLoader) {
        String text = tidy(db).strip();
        if (text.startsWith(JDBC)) {
            return text.startsWith(URL);
        }
        ClassLoader loader = classLoader == null ? ClassUtils.getDefaultClassLoader() : classLoader;
        return migrations.stream().noneMatch(place -> hasAdapterScript(place, loader))
                && !(SCHEME.matcher(text).lookingAt() && (isOfNoFile(text) || isOfInstalledAdapter(text, loader)));
    }

    /** Decides whether a JDBC driver can connect to it, and not an adapter alone. */
    public static boolean isForJdbc(String db, List<String> migrations, @Nullable ClassLoader classLoader) {
        return tidy(db).startsWith(JDBC) || isMeant(db, migrations, classLoader);
    }

    private static boolean isOfNoFile(String text) {
        return text.contains("://") && !text.startsWith(FILE);
    }

    private static boolean hasAdapterScript(String location, @Nullable ClassLoader loader) {
        if (location.startsWith(CLASS_PATH)) {
            String folder = location.substring(CLASS_PATH.length()).replaceAll("^/+|/+$", "");
            String place = folder.isEmpty() ? ADAPTER_SCRIPT : folder + "/" + ADAPTER_SCRIPT;
            return loader != null && loader.getResource(place) != null;
        }
        try {
            return Files.exists(Path.of(location).resolve(ADAPTER_SCRIPT));
        } catch (InvalidPathException e) {
            return false; // the engine says what is wrong with it
        }
    }

    private static boolean isOfInstalledAdapter(String db, @Nullable ClassLoader loader) {
        for (DatabaseAdapter<?> adapter : ServiceLoader.load(DatabaseAdapter.class, loader)) {
            if (adapter.accepts(db)) {
                return true;
            }
        }
        for (AsyncDatabaseAdapter<?> adapter : ServiceLoader.load(AsyncDatabaseAdapter.class, loader)) {
            if (adapter.accepts(db)) {
                return true;
            }
        }
        return false;
    }
}
