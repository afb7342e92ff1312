package io.fastmigrate.maven;

import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the paths of a module mean.
 *
 * @param base directory of the module; relative paths are relative to it
 * @param resources directories that Maven copies to the class path, in order
 */
record ProjectFiles(Path base, List<Path> resources) {

    private static final String CLASSPATH = "classpath:";
    private static final String FILE = "file:";
    private static final String JDBC = "jdbc:";
    private static final String VENDOR = "{vendor}";
    private static final Pattern JDBC_URL = Pattern.compile("(?i)jdbc:([a-z0-9]+):");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    /** What the core explains best in the form in which it was written. */
    private static final Pattern FOR_A_SHELL = Pattern.compile("[~$\"'`:]|[^/]*\\\\");

    /** The URL of a file whose path is relative, or relative to the home directory or in memory, which is none of our business. */
    private static final Pattern FILE_URL =
            Pattern.compile("(?i)jdbc:(?:sqlite:(?:file:)?|duckdb:|h2:(?:file:)?(?=\\.))([^?;#]+)");

    private static final Pattern NOT_RELATIVE =
            Pattern.compile("[/~:\\\\].*|[A-Za-z]:[/\\\\].*|(?i)(?:memory|md):?.*", Pattern.DOTALL);

    /**
     * Returns the scripts' locations as paths. What is on the class path of the application is a directory of resources in its
     * build, where it is read before Maven copies it.
     */
    List<String> migrations(List<String> locations) {
        return locations.stream()
                .flatMap(location -> migrations(location).stream())
                .toList();
    }

    private List<String> migrations(String location) {
        String text = location.strip();
        if (text.startsWith(CLASSPATH)) {
            String name = text.substring(CLASSPATH.length()).replaceFirst("^/+", "");
            List<String> found = resources.stream()
                    .map(resource -> resource.resolve(name))
                    .filter(Files::isDirectory)
                    .map(Path::toString)
                    .toList();
            return found.isEmpty() ? List.of(firstResources().resolve(name).toString()) : found;
        }
        return List.of(path(text.startsWith(FILE) ? text.substring(FILE.length()) : text));
    }

    private Path firstResources() {
        return resources.isEmpty() ? base.resolve("src/main/resources") : resources.get(0);
    }

    /** Returns locations with the kind of a database in the place of {@code {vendor}}, as the Spring Boot starter names it. */
    static List<String> forVendor(List<String> locations, String db) {
        if (locations.stream().noneMatch(location -> location.contains(VENDOR))) {
            return locations;
        }
        String vendor = vendor(db.strip());
        return locations.stream()
                .map(location -> location.replace(VENDOR, vendor))
                .toList();
    }

    private static String vendor(String db) {
        Matcher url = JDBC_URL.matcher(db);
        if (url.lookingAt()) {
            return url.group(1).toLowerCase(Locale.ROOT);
        }
        if (db.isEmpty() || SCHEME.matcher(db).lookingAt()) {
            throw InvalidSettingException.of(
                    "fastmigrate.migrations contains " + VENDOR
                            + ", but fastmigrate.db does not tell the kind of the database.",
                    "Name the directory of its scripts.");
        }
        return "sqlite";
    }

    /**
     * Returns a database as the core gets it. The path of a file is relative to the module; a URL, and what belongs to an adapter,
     * stay as they are.
     */
    String database(String db, List<String> migrations) {
        String text = db.strip();
        if (text.regionMatches(true, 0, JDBC, 0, JDBC.length())) {
            refuseRelative(text);
            return text;
        }
        return SCHEME.matcher(text).lookingAt() || hasAdapter(migrations) ? db : path(text);
    }

    private static boolean hasAdapter(List<String> migrations) {
        return migrations.stream().anyMatch(directory -> isFile(directory, "config.py"));
    }

    private static boolean isFile(String directory, String name) {
        try {
            return Files.isRegularFile(Path.of(directory).resolve(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Returns a path in the module; what is no path stays as it is, for the core to refuse it. */
    String path(String text) {
        if (text.isBlank() || FOR_A_SHELL.matcher(text).lookingAt()) {
            return text;
        }
        try {
            Path path = base.resolve(text);
            return (text.contains("..") ? path : path.normalize()).toString(); // a link could turn ..
        } catch (InvalidPathException e) {
            return text;
        }
    }

    /**
     * Writes a file that a property names, and the directories above it.
     *
     * @throws InvalidSettingException if it cannot be written
     */
    void write(String property, String name, String text) {
        try {
            Path file = file(property, name);
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw InvalidSettingException.of(
                    property + " cannot be written: " + e, "Correct the permissions, or specify another file.");
        }
    }

    /**
     * Reads a file that a property names; one that is not there is empty.
     *
     * @throws InvalidSettingException if it cannot be read
     */
    String read(String property, String name) {
        try {
            return Files.readString(file(property, name));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw InvalidSettingException.of(
                    property + " cannot be read: " + e, "Correct the permissions, or specify another file.");
        }
    }

    private Path file(String property, String name) {
        try {
            return base.resolve(name);
        } catch (InvalidPathException e) {
            throw InvalidSettingException.of(property + " is not a valid path: " + e.getMessage(), "Correct it.");
        }
    }

    /**
     * Drivers open a relative path where Maven was started, which is not always the directory of the module. In the
     * configuration of another plugin the same URL would then be another database.
     */
    private void refuseRelative(String url) {
        Matcher file = FILE_URL.matcher(url);
        if (!file.lookingAt() || NOT_RELATIVE.matcher(file.group(1)).matches()) {
            return;
        }
        Path started = Path.of("").toAbsolutePath();
        if (!started.equals(base.toAbsolutePath().normalize())) {
            throw InvalidSettingException.of(
                    "The path in this URL is relative: " + file.group() + ". Maven was started in " + started
                            + ", where a driver would open it, and not in " + base + ".",
                    "Write ${project.basedir}/ before the path, in each plugin that uses the URL.");
        }
    }
}
