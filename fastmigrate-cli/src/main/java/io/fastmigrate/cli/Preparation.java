package io.fastmigrate.cli;

import io.fastmigrate.cli.problem.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Unpacks SQLite's native library, and then does what people do most, so that the JVM can note which classes that
 * needs. The launcher uses both from then on. What the commands print is of no use to anybody.
 */
public final class Preparation {

    private Preparation() {}

    /**
     * Works in the working directory, which must be empty.
     *
     * @param arguments the directory for the native library
     */
    public static void main(String[] arguments) throws IOException {
        Path libraries = Path.of(arguments[0]);
        unpackLibrary(libraries);
        System.setProperty("org.sqlite.lib.path", libraries.toString());
        Files.createDirectory(Path.of("migrations"));
        Files.writeString(
                Path.of("migrations", "0001-a.sql"), "CREATE TABLE a (x); -- a comment\nINSERT INTO a VALUES (1);\n");
        run("fastmigrate_create_db");
        run("fastmigrate", "plan");
        run("fastmigrate", "migrate");
        run("fastmigrate", "status");
        run("fastmigrate", "status", "--json");
        run("fastmigrate", "migrate", "--lock-timeout=1s", "--late-scripts=fail");
        run("fastmigrate_run_migrations");
        run("fastmigrate_check_version");
    }

    private static void unpackLibrary(Path directory) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(
                LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (library == null) {
                throw new IOException("sqlite-jdbc has no library for this platform");
            }
            Files.copy(library, directory.resolve(name));
        }
    }

    private static void run(String program, String... arguments) {
        int exitCode = Main.run(program, arguments);
        if (exitCode != ExitCode.DONE.number()) {
            throw new IllegalStateException(program + " ended with " + exitCode);
        }
    }
}
