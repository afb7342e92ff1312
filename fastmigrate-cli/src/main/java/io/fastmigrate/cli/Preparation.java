package io.fastmigrate.cli;

import io.fastmigrate.cli.problem.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
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
        writeScript(1);
        run("fastmigrate_create_db");
        run("fastmigrate", "plan");
        run("fastmigrate", "migrate");
        run("fastmigrate", "status");
        run("fastmigrate", "status", "--json");
        run("fastmigrate", "migrate", "--lock-timeout=1s", "--late-scripts=fail");
        writeScript(2);
        run("fastmigrate_run_migrations", "--db", "data/database.db", "--migrations", "migrations");
        run("fastmigrate_run_migrations");
        run("fastmigrate_check_version");
    }

    /** Written some time ago, as most scripts are: a script of this moment would be read again each time. */
    private static void writeScript(int number) throws IOException {
        Path script = Path.of("migrations", "000" + number + "-a.sql");
        Files.writeString(
                script, "CREATE TABLE a" + number + " (x); -- a comment\nINSERT INTO a" + number + " VALUES (1);\n");
        Files.setLastModifiedTime(script, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
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
        // Fails where the directory is mounted noexec: later starts unpack it nowhere else.
        System.load(directory.resolve(name).toAbsolutePath().toString());
    }

    private static void run(String program, String... arguments) {
        int exitCode = Main.run(program, arguments);
        if (exitCode != ExitCode.DONE.number()) {
            throw new IllegalStateException(program + " ended with " + exitCode);
        }
    }
}
