package io.fastmigrate.test.internal.database;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.script.ScriptLocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The scripts that a test's database is made of.
 *
 * @param locations as for {@link FastMigrateBuilder#migrations(String...)}; {@code {vendor}} stands for {@code sqlite}, as
 *     in the Spring Boot starter
 * @param values texts for names in scripts
 */
public record ScriptsUnderTest(
        List<String> locations,
        ClassLoader classLoader,
        List<JavaMigration> javaMigrations,
        Map<String, String> values) {

    private static final int BUFFER = 8192;
    private static final Path UNUSED = Path.of("unused.db");

    public ScriptsUnderTest {
        locations = ScriptLocation.requireKnown(locations.stream()
                .map(location -> location.strip().replace("{vendor}", "sqlite"))
                .toList());
        javaMigrations = List.copyOf(javaMigrations);
        values = new TreeMap<>(values);
    }

    /** Scripts without names to replace. */
    public ScriptsUnderTest(List<String> locations, ClassLoader classLoader, List<JavaMigration> javaMigrations) {
        this(locations, classLoader, javaMigrations, Map.of());
    }

    public FastMigrate on(Path database) {
        return on(FastMigrate.sqlite(database));
    }

    public FastMigrate on(FastMigrateBuilder database) {
        values.forEach(database::value);
        return database.migrations(locations.toArray(String[]::new))
                .classLoader(classLoader)
                .javaMigrations(javaMigrations)
                .build();
    }

    /** Returns what differs where the database that comes out could: the place, the names, the bytes and the values. */
    public String fingerprint() {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        locations.forEach(location -> update(digest, location));
        values.forEach((name, text) -> update(digest, name + "=" + text));
        for (Script script : scripts()) {
            update(digest, script.location());
            try (InputStream content = script.open()) {
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(script.location() + " cannot be read", e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Tells whether the database that comes out is made by nothing but SQL. */
    public boolean areSql() {
        return scripts().stream().allMatch(script -> script.kind() == Script.Kind.SQL);
    }

    /** Returns what differs where one of these texts does. */
    public static String digest(String... texts) {
        MessageDigest digest = sha256();
        for (String text : texts) {
            update(digest, text);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private List<Script> scripts() {
        return on(UNUSED).scripts();
    }

    /**
     * Makes a database on which the scripts up to a version have run; all, if it is empty.
     *
     * @param database what leads to it
     */
    public void migrate(Supplier<FastMigrateBuilder> database, Optional<Version> last) {
        List<Script> scripts = scripts(); // fails before a database is made for scripts that could not run
        last.ifPresent(version -> requireThereIs(version, scripts));
        FastMigrateBuilder builder = database.get();
        last.filter(version -> version.isAfter(Version.ZERO)).ifPresent(builder::target);
        FastMigrate upToLast = on(builder);
        upToLast.create();
        if (!last.equals(Optional.of(Version.ZERO))) {
            upToLast.migrate();
        }
    }

    private void requireThereIs(Version last, List<Script> scripts) {
        boolean there = last.equals(Version.ZERO)
                || scripts.stream().anyMatch(script -> script.version().equals(last));
        if (!there) {
            String numbers = scripts.stream()
                    .filter(script -> !script.isRepeatable())
                    .map(script -> String.valueOf(script.version().number()))
                    .collect(Collectors.joining(", "));
            throw InvalidSettingException.of(
                    "There is no script " + last.padded() + " in " + String.join(", ", locations)
                            + ", so no database can stand at that version.",
                    "Give @AtVersion one of 0" + (numbers.isEmpty() ? "" : ", " + numbers) + ".");
        }
    }
}
