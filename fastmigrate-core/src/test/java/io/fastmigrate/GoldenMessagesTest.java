package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.DatabaseManagedException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteDataSource;

/**
 * Every kind of error, met for real, says word for word what {@code messages/<kind>.txt} says: its message, a line of
 * dashes, its advice. A kind without a file or without a situation fails.
 */
class GoldenMessagesTest {

    /** Brings an error about. */
    interface Situation {
        void meet(Sandbox sandbox) throws Exception;
    }

    private static final String TABLE = "CREATE TABLE t (a);";

    private static final Map<Class<?>, Situation> SITUATIONS = Map.ofEntries(
            Map.entry(BackupFailedException.class, sandbox -> {
                SQLiteDataSource memory = new SQLiteDataSource();
                memory.setUrl("jdbc:sqlite::memory:");
                FastMigrate.dataSource(memory).build().backUp();
            }),
            Map.entry(ChangedScriptException.class, sandbox -> {
                sandbox.script("0001-t.sql", TABLE).managed().migrate();
                sandbox.script("0001-t.sql", "CREATE TABLE t (a, b);")
                        .builder()
                        .build()
                        .migrate();
            }),
            Map.entry(DatabaseAheadException.class, sandbox -> {
                sandbox.managed();
                sandbox.execute("UPDATE _meta SET version = 9").script("0002-t.sql", TABLE);
                sandbox.builder().onAhead(Policy.FAIL).build().migrate();
            }),
            Map.entry(DatabaseBehindException.class, sandbox -> {
                sandbox.script("0001-t.sql", TABLE).managed();
                sandbox.script("0002-u.sql", "CREATE TABLE u (a);")
                        .builder()
                        .build()
                        .verify();
            }),
            Map.entry(
                    DatabaseManagedException.class, sandbox -> sandbox.managed().enroll()),
            Map.entry(
                    DatabaseNotFoundException.class,
                    sandbox -> sandbox.builder().build().migrate()),
            Map.entry(
                    DatabaseUnmanagedException.class,
                    sandbox -> sandbox.execute(TABLE).builder().build().migrate()),
            Map.entry(DatabaseUnusableException.class, sandbox -> {
                Files.writeString(sandbox.database(), "Dear diary, I am no database. ".repeat(50));
                sandbox.builder().build().migrate();
            }),
            Map.entry(
                    EnrollFailedException.class,
                    sandbox -> sandbox.execute(TABLE)
                            .script("0001-first.sql", TABLE)
                            .builder()
                            .build()
                            .enroll()),
            Map.entry(
                    FleetFailedException.class,
                    sandbox -> Fleet.of(List.of(
                                    sandbox.script("0001-t.sql", TABLE).managed(),
                                    FastMigrate.sqlite(sandbox.migrations().resolve("gone.db"))
                                            .migrations(sandbox.migrations())
                                            .build()))
                            .migrate()
                            .orThrow()),
            Map.entry(
                    InvalidScriptException.class,
                    sandbox -> sandbox.script("0003-a.sql", TABLE)
                            .script("0003-b.sql", TABLE)
                            .managed()
                            .migrate()),
            Map.entry(
                    InvalidSettingException.class,
                    sandbox -> FastMigrate.database(":memory:").build()),
            Map.entry(LateScriptException.class, sandbox -> {
                sandbox.script("0005-t.sql", TABLE).managed().migrate();
                sandbox.script("0003-late.sql", "").builder().build().migrate();
            }),
            Map.entry(LockTimeoutException.class, GoldenMessagesTest::startWithinARun),
            Map.entry(MigrationInterruptedException.class, GoldenMessagesTest::interruptARun),
            Map.entry(
                    MigrationsNotFoundException.class,
                    sandbox -> sandbox.builder()
                            .migrations(sandbox.migrations().resolve("gone"))
                            .build()
                            .scripts()),
            Map.entry(
                    RebuildFailedException.class,
                    sandbox -> sandbox.execute("CREATE TABLE books (a); CREATE TABLE \"order items\" (b)")
                            .builder()
                            .build()
                            .rebuildScript("book")),
            Map.entry(
                    ScriptFailedException.class,
                    sandbox -> sandbox.script("0001-t.sql", TABLE)
                            .script("0002-bad.sql", "INSERT INTO t VALUES (1);\n\nUPDATE t\n   SET a = 2 WERE a = 1;\n")
                            .managed()
                            .migrate()));

    private static void startWithinARun(Sandbox sandbox) throws Exception {
        sandbox.script("0001-t.sql", TABLE).managed();
        AtomicReference<Throwable> second = new AtomicReference<>();
        sandbox.builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onStarted(Plan.Step step) {
                        second.set(catchThrowable(
                                sandbox.builder().lockTimeout(Duration.ZERO).build()::migrate));
                    }
                })
                .build()
                .migrate();
        throw (FastMigrateException) Optional.ofNullable(second.get()).orElseThrow();
    }

    private static void interruptARun(Sandbox sandbox) throws Exception {
        sandbox.script("0001-t.sql", TABLE)
                .script("0002-u.sql", "INSERT INTO t VALUES (1);")
                .managed();
        try {
            sandbox.builder()
                    .listener(new MigrationListener() {
                        @Override
                        public void onStarted(Plan.Step step) {
                            if (step.script().version().number() == 2) {
                                Thread.currentThread().interrupt();
                            }
                        }
                    })
                    .build()
                    .migrate();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    static Stream<Class<?>> kinds() {
        return Stream.of(FastMigrateException.class.getPermittedSubclasses());
    }

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfErrorHasItsWords(Class<?> kind) throws Exception {
        Situation situation = SITUATIONS.get(kind);
        assertThat(situation).as("a situation that ends in " + kind).isNotNull();
        Throwable thrown = catchThrowable(() -> situation.meet(Sandbox.in(directory)));
        assertThat(thrown).isInstanceOf(kind);
        FastMigrateException error = (FastMigrateException) thrown;
        String words = (error.getMessage() + "\n---\n" + error.advice() + "\n")
                .replace(directory.toString(), "DIR")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("waited [0-9.]+ s", "waited N s");
        assertThat(words).isEqualTo(golden(kind.getSimpleName()));
    }

    private static String golden(String kind) throws Exception {
        try (InputStream in = GoldenMessagesTest.class.getResourceAsStream("/messages/" + kind + ".txt")) {
            return in == null
                    ? "no file messages/" + kind + ".txt"
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
