package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.PlaceProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite itself, which the driver unpacks to a directory for temporary files and loads from there. Containers with a
 * read-only root have no such directory, or none from which code may be executed.
 */
public final class NativeLibrary {

    private static final String OWN_DIRECTORY = "org.sqlite.tmpdir";
    private static final String DIRECTORY = "java.io.tmpdir";

    private NativeLibrary() {}

    /**
     * Loads it, unless it is loaded. The driver tells what is missing the first time alone, and then fails with an {@link
     * UnsatisfiedLinkError}.
     *
     * @param database what messages call the database
     * @throws DatabaseUnusableException if it cannot be loaded
     */
    static void require(String database) {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            throw unusable(database, e);
        }
    }

    /** Tells whether an error, or what caused it, is that it cannot be loaded. */
    public static boolean isMissing(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NativeLibraryNotFoundException || cause instanceof UnsatisfiedLinkError) {
                return true;
            }
        }
        return false;
    }

    public static DatabaseUnusableException unusable(String database, Throwable cause) {
        if (isForbidden(cause)) {
            return Bridge.errors()
                    .databaseUnusable(
                            database,
                            Problem.NO_DRIVER,
                            "Java does not allow the SQLite driver to load its native library. The database was not opened: "
                                    + database,
                            "Start Java with --enable-native-access=org.xerial.sqlitejdbc if the driver is on the module path,"
                                    + " or with --enable-native-access=ALL-UNNAMED if it is on the class path.",
                            cause);
        }
        String setting = System.getProperty(OWN_DIRECTORY) != null ? OWN_DIRECTORY : DIRECTORY;
        Path directory = Path.of(System.getProperty(setting, "")).toAbsolutePath();
        return Bridge.errors()
                .databaseUnusable(
                        database,
                        Problem.NO_DRIVER,
                        "SQLite's native library cannot be unpacked to the directory " + directory + " (" + setting
                                + ") and loaded from there: " + reason(directory) + ". The database was not opened: "
                                + database,
                        "Set the Java property " + OWN_DIRECTORY + " (-D" + OWN_DIRECTORY
                                + "=..., also by JAVA_TOOL_OPTIONS) to a"
                                + " directory that can be written and is not mounted noexec; or unpack the library beforehand and name"
                                + " its directory by org.sqlite.lib.path.",
                        cause);
    }

    /** Returns whether the options of the JVM forbid native access, as they can from Java 24 on. */
    private static boolean isForbidden(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalCallerException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Path directory) {
        if (Files.notExists(directory)) {
            return "it does not exist";
        }
        if (!Files.isDirectory(directory)) {
            return "it is not a directory";
        }
        PlaceProblem found = PlaceProblem.of(directory.resolve("library"));
        return found != null
                ? found.reason()
                : "it may be mounted noexec, or the driver has no library for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch");
    }
}
