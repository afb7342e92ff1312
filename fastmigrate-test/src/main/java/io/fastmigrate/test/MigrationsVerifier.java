package io.fastmigrate.test;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.script.ScriptLocation;
import io.fastmigrate.internal.script.ScriptSource;
import io.fastmigrate.internal.sqlite.SqliteBackend;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import io.fastmigrate.test.internal.database.TemporaryFolders;
import io.fastmigrate.test.internal.database.TestDataSources;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks a directory of migrations as a whole, in one line of a test:
 *
 * <pre>{@code
 * @Test
 * void migrationsAreSound() {
 *     MigrationsVerifier.verify("classpath:migrations");
 * }
 * }</pre>
 *
 * <p>It checks that every name follows the naming rule, every number occurs once, every script runs on an empty SQLite
 * database, and the resulting schema can be enrolled, which means that it can be written as a script that creates the
 * same schema. All problems are reported together.
 */
public final class MigrationsVerifier {

    private final ScriptsUnderTest scripts;
    private final List<String> problems = new ArrayList<>();

    private MigrationsVerifier(
            List<String> locations, List<? extends JavaMigration> javaMigrations, Map<String, String> values) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        this.scripts = new ScriptsUnderTest(
                locations,
                context != null ? context : MigrationsVerifier.class.getClassLoader(),
                List.copyOf(javaMigrations),
                values);
    }

    /**
     * Verifies scripts.
     *
     * @param location path of a directory, or {@code classpath:} and a location on the class path
     * @throws AssertionError that names all problems
     */
    public static void verify(String location) {
        verify(location, List.of());
    }

    /** Verifies scripts and migrations written in Java, whose numbers are among theirs. */
    public static void verify(String location, List<? extends JavaMigration> javaMigrations) {
        verify(List.of(location), javaMigrations);
    }

    /**
     * Verifies the scripts of several locations, which are one sequence of numbers.
     *
     * @param locations each as for {@link #verify(String)}
     * @throws AssertionError that names all problems
     */
    public static void verify(List<String> locations, List<? extends JavaMigration> javaMigrations) {
        verify(locations, javaMigrations, Map.of());
    }

    /**
     * Verifies the scripts of several locations, with texts for {@code ${name}} in them.
     *
     * @param locations each as for {@link #verify(String)}
     * @param values texts by their names
     * @throws AssertionError that names all problems
     */
    public static void verify(
            List<String> locations, List<? extends JavaMigration> javaMigrations, Map<String, String> values) {
        new MigrationsVerifier(locations, javaMigrations, values).run();
    }

    private void run() {
        Path folder = TemporaryFolders.create();
        try {
            if (numbersAreUnique() && scriptsRun(folder.resolve("empty.db"))) {
                enrolls(folder.resolve("empty.db"), folder.resolve("enrolled"));
            }
        } catch (FastMigrateException e) {
            add(e);
        } finally {
            TemporaryFolders.remove(folder);
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(message());
        }
    }

    private String message() {
        String head = problems.size() == 1 ? "There is 1 problem" : "There are " + problems.size() + " problems";
        StringBuilder text =
                new StringBuilder(head + " with the migrations in " + String.join(", ", scripts.locations()) + ":");
        for (int i = 0; i < problems.size(); i++) {
            String indent = System.lineSeparator() + "     ";
            text.append(System.lineSeparator())
                    .append(String.format(Locale.ROOT, "%3d. ", i + 1))
                    .append(problems.get(i).replaceAll("\\R", indent));
        }
        return text.toString();
    }

    private void add(FastMigrateException problem) {
        problems.add(problem.getMessage() + System.lineSeparator() + problem.advice());
    }

    private boolean numbersAreUnique() {
        ScriptSource.Listing listing = ScriptLocation.source(scripts.locations(), scripts.classLoader())
                .list();
        listing.misnamed().forEach(warning -> problems.add(warning.message()));
        Backend<?> reader = SqliteBackend.file(Path.of("unused.db"));
        Map<Version, List<String>> places = new TreeMap<>();
        List<Script> all = new ArrayList<>(listing.scripts());
        scripts.javaMigrations().forEach(migration -> all.add(Bridge.values().scriptOfJava(migration)));
        for (Script script : all.stream().sorted().toList()) {
            if (!script.isRepeatable()) {
                places.computeIfAbsent(script.version(), number -> new ArrayList<>())
                        .add(script.location());
            }
            if (!script.isRepeatable() && script.version().equals(Version.ZERO)) {
                problems.add(script.location() + " never runs: a database starts at version 0. Give it a number from"
                        + " 0001 on.");
            }
            try {
                reader.plan(Bridge.values().withValues(script, scripts.values()));
            } catch (FastMigrateException e) {
                add(e);
            }
        }
        if (all.isEmpty()) {
            problems.add("There are no scripts.");
        }
        places.values().removeIf(those -> those.size() < 2);
        places.forEach((number, those) -> problems.add(
                "The number " + number.padded() + " occurs " + those.size() + " times: " + String.join(", ", those)));
        return places.isEmpty();
    }

    private boolean scriptsRun(Path database) {
        FastMigrate empty = scripts.on(database);
        try {
            empty.create();
            empty.migrate();
            return true;
        } catch (ScriptFailedException e) {
            add(e);
            int untried = empty.status().pending().size() - 1;
            if (untried > 0) {
                problems.add(untried + (untried == 1 ? " script" : " scripts") + " after that one could not be tried.");
            }
            return false;
        } catch (FastMigrateException e) {
            if (problems.isEmpty()) {
                add(e);
            }
            return false;
        }
    }

    private void enrolls(Path database, Path directory) {
        try (Connection connection = TestDataSources.of(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE _meta");
            statement.execute("DROP TABLE IF EXISTS _fastmigrate_history");
        } catch (SQLException e) {
            problems.add("The migrated database cannot be written to: " + e.getMessage());
            return;
        }
        try {
            FastMigrate.sqlite(database).migrations(directory).build().enroll();
        } catch (FastMigrateException e) {
            problems.add("The schema that comes out cannot be written as one script. " + e.getMessage()
                    + System.lineSeparator() + e.advice());
        }
    }
}
