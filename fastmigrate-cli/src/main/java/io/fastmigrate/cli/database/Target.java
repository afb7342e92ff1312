package io.fastmigrate.cli.database;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.problem.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which database and which scripts a command is about, as options, the ini file and the defaults say.
 *
 * @param directory what relative paths are relative to
 * @param login how to get into a database on a server
 */
public record Target(String db, Locations scripts, Path directory, Login login) {

    public static final String DEFAULT_DB = "data/database.db";
    public static final String DEFAULT_MIGRATIONS = "migrations";
    public static final String DEFAULT_CONFIG = ".fastmigrate";

    private static final String JDBC = "jdbc:";
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");
    private static final int MAX_CONFIG_BYTES = 1 << 20;

    /**
     * Decides: an option wins over the ini file, the ini file over the default.
     *
     * @param db the option's value, null without the option
     * @param migrations the option's values, none without the option
     * @param config the ini file, which need not exist
     */
    public static Target resolve(Path directory, @Nullable String db, List<String> migrations, String config) {
        Optional<Ini> ini = read(config, path(directory, config, "--config"));
        List<String> locations = migrations.isEmpty()
                ? set("migrations", ini, DEFAULT_MIGRATIONS).lines().toList()
                : migrations;
        return new Target(
                tidy(given("db", db == null ? set("db", ini, DEFAULT_DB) : db)),
                new Locations(
                        locations.stream()
                                .map(location -> given("migrations", location))
                                .toList(),
                        directory),
                directory,
                new Login());
    }

    /** Returns the settings of a section of the ini file, by their keys in lower case; empty without the file or the section. */
    public static Map<String, String> section(Path directory, String config, String name) {
        return read(config, path(directory, config, "--config"))
                .map(ini -> ini.section(name))
                .orElse(Map.of());
    }

    /** Takes blanks off both ends; what begins with {@code jdbc:}, in letters of whatever case, is a URL and never a path. */
    private static String tidy(String db) {
        String text = db.strip();
        return text.regionMatches(true, 0, JDBC, 0, JDBC.length()) ? JDBC + text.substring(JDBC.length()) : text;
    }

    /** Shows nothing that may hold a login. */
    @Override
    public String toString() {
        String shown = isUrl(db) || Redaction.mayHoldLogin(db) ? "..." : db;
        return "Target[db=" + shown + ", migrations="
                + scripts.given().stream().map(Redaction::shown).toList() + ", directory=" + directory + "]";
    }

    /** Returns the same, with another login. */
    public Target with(Login other) {
        return new Target(db, scripts, directory, other);
    }

    private static String set(String key, Optional<Ini> ini, String standard) {
        return given(key, ini.flatMap(i -> i.get("paths", key)).orElse(standard));
    }

    private static String given(String key, String chosen) {
        if (chosen.isBlank()) {
            throw new Failure(ExitCode.USAGE, "The setting " + key + " is empty.", "Set it to a path, or remove it.");
        }
        return chosen;
    }

    private static Optional<Ini> read(String name, Path file) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_CONFIG_BYTES + 1);
            if (bytes.length > MAX_CONFIG_BYTES) {
                throw new Failure(
                        ExitCode.FAILED,
                        name + " is too large for a settings file.",
                        "Specify another file with --config.");
            }
            ByteBuffer text = ByteBuffer.wrap(bytes);
            return Optional.of(Ini.parse(
                    name, StandardCharsets.UTF_8.newDecoder().decode(text).toString()));
        } catch (CharacterCodingException e) {
            throw new Failure(ExitCode.FAILED, name + " is not UTF-8 text.", "Save it as UTF-8.");
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : Problems.reason(e);
            throw new Failure(
                    ExitCode.FAILED,
                    "The settings file " + name + " cannot be read: " + reason + ".",
                    "Correct its permissions, or specify another file with --config.");
        }
    }

    /**
     * Returns one for each file that {@code db} matches as a pattern; empty where it is none, or where a file has just that
     * name.
     */
    public Optional<List<Target>> eachMatching() {
        if (isUrl(db) || Redaction.mayHoldLogin(db) || usesAdapter() || !DatabaseFiles.isPattern(db) || isFile()) {
            return Optional.empty();
        }
        List<String> files = DatabaseFiles.matching(directory, db);
        if (files.isEmpty()) {
            throw new Failure(
                    ExitCode.FAILED,
                    "No database matches " + db + ".",
                    "Correct the pattern, or create a database first.");
        }
        return Optional.of(files.stream()
                .map(file -> new Target(file, scripts, directory, login))
                .toList());
    }

    private boolean isFile() {
        try {
            return Files.exists(directory.resolve(db));
        } catch (InvalidPathException e) {
            return false; // a pattern is no possible name everywhere
        }
    }

    /** Returns what messages call the database. */
    public String dbText() {
        boolean path = !isUrl(db) && !Redaction.mayHoldLogin(db) && !usesAdapter();
        return path ? PathText.tidy(db) : openForReading().databaseName();
    }

    /** Returns what messages call a backup: beside the database as it was given, where it is there. */
    public String backupText(Path backup) {
        if (isUrl(db) || Redaction.mayHoldLogin(db) || usesAdapter()) {
            return backup.toString();
        }
        Path given = Path.of(PathText.tidy(db)).resolveSibling(backup.getFileName());
        Path absolute = directory.resolve(given).toAbsolutePath().normalize();
        return absolute.equals(backup.toAbsolutePath().normalize()) ? given.toString() : backup.toString();
    }

    public FastMigrate openForReading() {
        return builder().build();
    }

    FastMigrate open(MigrationListener listener) {
        return builder().listener(listener).build();
    }

    public FastMigrateBuilder builder() {
        boolean plainPath = !isUrl(db) && !Redaction.mayHoldLogin(db) && !db.equals(":memory:") && !usesAdapter();
        if (isServer()) {
            Drivers.load();
        }
        FastMigrateBuilder builder =
                FastMigrate.database(plainPath ? path(directory, db, "--db").toString() : db);
        scripts.apply(builder);
        if (isServer()) {
            login.apply(builder, directory);
        }
        return builder;
    }

    /** Tells whether the database is none of SQLite's. */
    public boolean isServer() {
        return isUrl(db) && !db.regionMatches(true, 0, "jdbc:sqlite:", 0, "jdbc:sqlite:".length());
    }

    /** Tells whether {@code db} belongs to an adapter, which gets it untouched: a {@code config.py}, or one of its scheme. */
    public boolean usesAdapter() {
        return !isUrl(db) && (SCHEME.matcher(db.strip()).lookingAt() || scripts.haveAdapter());
    }

    private static boolean isUrl(String db) {
        return db.startsWith(JDBC);
    }

    static Path path(Path directory, String text, String option) {
        try {
            return directory.resolve(PathText.tidy(text));
        } catch (InvalidPathException e) {
            throw new Failure(ExitCode.USAGE, option + " is not a valid path: " + e.getMessage() + ".", advice(text));
        }
    }

    /** Names of files are read and written in the encoding of the locale; a container often has none but ASCII. */
    private static String advice(String text) {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        boolean lacks = !encoding.isEmpty()
                && Charset.isSupported(encoding)
                && !Charset.forName(encoding).newEncoder().canEncode(text);
        return lacks
                ? "The locale does not support these characters: start the program with LC_ALL=C.UTF-8."
                : "Correct it.";
    }
}
