package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.internal.script.ScriptLocation;
import io.fastmigrate.internal.script.ScriptSource;
import io.fastmigrate.internal.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listing of the scripts beside the opening of the database. */
class ScriptPrefetcherTest {

    private static final int MANY = 250;

    @TempDir
    Path folder;

    private Path migrations;
    private ScriptSource source;

    @BeforeEach
    void writeScripts() throws IOException {
        migrations = Files.createDirectory(folder.resolve("migrations"));
        FileTime earlier = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        for (int number = 1; number <= MANY; number++) {
            Path script = Files.writeString(
                    migrations.resolve(String.format(Locale.ROOT, "%04d-a.sql", number)),
                    "CREATE TABLE t" + number + " (id INTEGER);");
            Files.setLastModifiedTime(script, earlier);
        }
        source = ScriptLocation.source(migrations.toString(), getClass().getClassLoader());
    }

    private FastMigrate open() {
        return FastMigrate.sqlite(folder.resolve("app.db"))
                .migrations(migrations)
                .build();
    }

    private ScriptCatalog catalog() {
        return ScriptCatalog.of(source, Settings.DEFAULTS);
    }

    private List<Thread> threadsThatLook(int known) {
        List<Thread> threads = new ArrayList<>();
        try (ScriptPrefetcher prefetcher = ScriptPrefetcher.begin(
                source,
                known,
                () -> {
                    threads.add(Thread.currentThread());
                    return catalog();
                },
                null)) {
            assertThat(prefetcher.catalog().scripts()).hasSize(MANY);
        }
        return threads;
    }

    @Test
    void looksBesideTheCallerWhereThereAreMany() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "a single processor does one thing at a time");

        List<Thread> threads = threadsThatLook(MANY);

        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
        assertThat(threads.get(0).isAlive()).isFalse();
    }

    @Test
    void looksOnTheCallersThreadWhereThereAreFew() {
        assertThat(threadsThatLook(3)).containsExactly(Thread.currentThread());
    }

    @Test
    void throwsWhatCameOfLooking() throws IOException {
        Files.writeString(migrations.resolve("0001-again.sql"), "");
        try (ScriptPrefetcher prefetcher = ScriptPrefetcher.begin(source, MANY, this::catalog, null)) {
            assertThatExceptionOfType(InvalidScriptException.class).isThrownBy(prefetcher::catalog);
        }
        try (ScriptPrefetcher prefetcher = ScriptPrefetcher.begin(
                source,
                MANY,
                () -> {
                    throw new AssertionError("an error");
                },
                null)) {
            assertThatExceptionOfType(AssertionError.class).isThrownBy(prefetcher::catalog);
        }
    }

    @Test
    void leavesTheCallerInterrupted() {
        Thread.currentThread().interrupt();
        try (ScriptPrefetcher prefetcher = ScriptPrefetcher.begin(source, MANY, this::catalog, null)) {
            assertThat(prefetcher.catalog().scripts()).hasSize(MANY);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void findsTheSameAsWithoutIt() throws IOException {
        FastMigrate fastMigrate = open();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().applied()).hasSize(MANY);
        assertThat(fastMigrate.migrate().applied()).isEmpty();
        assertThat(fastMigrate.verify().warnings()).isEmpty();

        Files.writeString(migrations.resolve("0200-a.sql"), "CREATE TABLE another (id INTEGER);");
        assertThatExceptionOfType(ChangedScriptException.class)
                .isThrownBy(fastMigrate::migrate)
                .withMessageContaining("0200-a.sql");
        assertThatExceptionOfType(ChangedScriptException.class).isThrownBy(() -> open().verify());
    }

    @Test
    void tellsOfTheDatabaseBeforeTheScripts() throws IOException {
        FastMigrate fastMigrate = open();
        fastMigrate.create();
        fastMigrate.migrate();

        Files.move(migrations, folder.resolve("elsewhere"));
        assertThatExceptionOfType(MigrationsNotFoundException.class).isThrownBy(fastMigrate::migrate);
        Files.delete(folder.resolve("app.db"));
        assertThatExceptionOfType(DatabaseNotFoundException.class).isThrownBy(fastMigrate::migrate);
    }
}
