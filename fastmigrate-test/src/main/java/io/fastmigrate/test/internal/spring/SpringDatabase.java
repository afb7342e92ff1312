package io.fastmigrate.test.internal.spring;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.test.internal.database.Declarations;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import io.fastmigrate.test.internal.database.Templates;
import io.fastmigrate.test.internal.database.TestDataSources;
import io.fastmigrate.test.internal.database.TestedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * The database of an application context, put back before each test to what the start of the context made of it. That is
 * done in place, as a backup is restored, so connections in a pool stay right. Tests take turns.
 */
final class SpringDatabase {

    private static final String MIGRATIONS = "fastmigrate.migrations";

    /** Spring Boot's source of everything that the other sources have. */
    private static final String ALL_SOURCES = "configurationProperties";

    static final String BEAN_NAME = "io.fastmigrate.test.database";

    private final ApplicationContext context;
    private final Path file;
    private final Semaphore turn = new Semaphore(1, true);
    private @Nullable Path started;

    SpringDatabase(ApplicationContext context, Path file) {
        this.context = context;
        this.file = file;
    }

    static SpringDatabase of(ExtensionContext test) {
        ApplicationContext context = SpringExtension.getApplicationContext(test);
        if (!context.containsBean(BEAN_NAME)) {
            throw new IllegalStateException(
                    "The application context was not prepared for @FastMigrateTest: it needs the"
                            + " default TestExecutionListeners and ContextCustomizerFactories of Spring.");
        }
        return context.getBean(BEAN_NAME, SpringDatabase.class);
    }

    TestedDatabase tested() {
        return TestedDatabase.ofContext(file, this::dataSource, this::fastMigrate);
    }

    private DataSource dataSource() {
        DataSource unique = context.getBeanProvider(DataSource.class).getIfUnique();
        return unique != null ? unique : TestDataSources.of(file);
    }

    private FastMigrate fastMigrate() {
        return context.getBean(FastMigrate.class);
    }

    /** Keeps what the start of the context made, unless an earlier test has; to be called before any test's own code. */
    synchronized void keepStarted() {
        if (started != null) {
            return;
        }
        requireContextUsesFile();
        FastMigrate plain = FastMigrate.sqlite(file).build();
        try {
            plain.version();
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException e) {
            throw new IllegalStateException(
                    "The start of the application context did not migrate the test's database. Is fastmigrate.enabled"
                            + " false, or a configuration of the test without the auto-configuration of fastmigrate?",
                    e);
        }
        started = plain.backUp();
    }

    private void requireContextUsesFile() {
        DataSource dataSource = context.getBeanProvider(DataSource.class).getIfUnique();
        if (dataSource == null) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA database_list")) {
            String found = rows.next() ? rows.getString("file") : "";
            if (found.isEmpty() || !Files.isSameFile(Path.of(found), file)) {
                throw new IllegalStateException("The DataSource of the application context leads to "
                        + (found.isEmpty() ? "a database in memory" : found) + ", which @FastMigrateTest leaves alone."
                        + " Let it be made from fastmigrate.db or spring.datasource.url.");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The DataSource of the application context does not lead to the test's SQLite database " + file
                            + ". Let it be made from fastmigrate.db or spring.datasource.url.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for the test that has the database now, and puts it back.
     *
     * @param last the version that the database must have; empty for what the start of the context made
     */
    void begin(Optional<Version> last) throws InterruptedException {
        turn.acquire();
        try {
            Path from = last.map(this::template).orElse(started);
            if (from == null) {
                throw new IllegalStateException("The application context of this test was not prepared.");
            }
            FastMigrate.sqlite(file).build().restoreDiscardingNewer(from);
        } catch (FastMigrateException e) {
            turn.release();
            throw new IllegalStateException(
                    "The test's database cannot be made fresh. " + e.getMessage() + System.lineSeparator() + e.advice(),
                    e);
        } catch (RuntimeException e) {
            turn.release();
            throw e;
        }
    }

    void end() {
        turn.release();
    }

    private Path template(Version last) {
        ClassLoader loader = context.getClassLoader();
        ScriptsUnderTest scripts = new ScriptsUnderTest(
                locations(context.getEnvironment()),
                loader != null ? loader : SpringDatabase.class.getClassLoader(),
                context.getBeanProvider(JavaMigration.class).orderedStream().toList(),
                SpringValues.of(context.getEnvironment()));
        return Templates.of(scripts, scripts.fingerprint(), Optional.of(last));
    }

    /** Reads a list as Spring Boot does, which this test kit does not need: as one text with commas, or numbered. */
    private static List<String> locations(Environment environment) {
        List<String> locations = new ArrayList<>();
        if (!isNumbered(environment)) {
            locations.addAll(List.of(environment.getProperty(MIGRATIONS, String[].class, new String[0])));
        } else {
            for (int i = 0; environment.containsProperty(element(i)); i++) {
                locations.add(environment.getRequiredProperty(element(i)));
            }
        }
        return locations.isEmpty() ? List.of(Declarations.DEFAULT_LOCATION) : locations;
    }

    private static String element(int index) {
        return MIGRATIONS + "[" + index + "]";
    }

    /** Tells whether the first source that knows the property has it as a list with numbers. */
    private static boolean isNumbered(Environment environment) {
        return environment instanceof ConfigurableEnvironment configurable
                && configurable.getPropertySources().stream()
                        .filter(source -> !source.getName().equals(ALL_SOURCES))
                        .filter(source -> source.containsProperty(MIGRATIONS) || source.containsProperty(element(0)))
                        .findFirst()
                        .map(source -> source.containsProperty(element(0)))
                        .orElse(false);
    }
}
