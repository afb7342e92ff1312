package io.fastmigrate.cli.database;

import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.problem.Problems;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC drivers that a user put into the folder {@code drivers} of the installation, or into the one that
 * FASTMIGRATE_DRIVERS names: the program brings none but SQLite's.
 */
final class Drivers {

    private static final String VARIABLE = "FASTMIGRATE_DRIVERS";

    private Drivers() {}

    /** Lets the engine find these drivers: it looks at the class loader of the thread. */
    static void load() {
        Path folder = folder();
        if (folder == null) {
            return;
        }
        List<URL> jars = jars(folder);
        if (!jars.isEmpty()) {
            Thread thread = Thread.currentThread();
            thread.setContextClassLoader(new URLClassLoader(jars.toArray(URL[]::new), Drivers.class.getClassLoader()));
        }
    }

    private static @Nullable Path folder() {
        String named = System.getenv(VARIABLE);
        if (named != null && !named.isBlank()) {
            Path folder = Path.of(named);
            if (!Files.isDirectory(folder)) {
                throw new Failure(
                        ExitCode.FAILED,
                        VARIABLE + " names no folder: " + folder,
                        "Specify the directory of the drivers' jars.");
            }
            return folder;
        }
        Path folder = besideLibraries();
        return folder != null && Files.isDirectory(folder) ? folder : null;
    }

    private static @Nullable Path besideLibraries() {
        CodeSource source = Drivers.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            Path libraries = Path.of(source.getLocation().toURI()).getParent();
            Path home = libraries == null ? null : libraries.getParent();
            return home == null ? null : home.resolve("drivers");
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static List<URL> jars(Path folder) {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".jar")) {
                    jars.add(url(file));
                }
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "The folder of the drivers " + folder + " cannot be read: " + Problems.reason(e) + ".",
                    "Correct its permissions, or specify another one with " + VARIABLE + ".");
        }
        return jars;
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }
}
